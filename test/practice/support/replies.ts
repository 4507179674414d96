import type { Fault } from '../../../src/practice/tenant/contract';

/** What a hotel's network says instead of the server. */
export const HOTEL_PAGE: Fault = {
  kind: 'status',
  status: 200,
  contentType: 'text/html',
  body: '<!doctype html><html><head><title>Welcome to Quay Hotel Wi-Fi</title></head><body><h1>Welcome</h1></body></html>',
};

/** The same, behind a redirect. */
export const HOTEL_REDIRECT: Fault = { kind: 'status', status: 302, location: 'http://wifi.quay-hotel.example/login' };

/** Bytes that are nothing at all, whatever they say they are. */
export const NONSENSE: Fault = {
  kind: 'status',
  status: 200,
  contentType: 'application/json; charset=utf-8',
  body: Array.from({ length: 512 }, (_, index) => String.fromCharCode((index * 197 + 128) % 256)).join(''),
};

/** A device code is polled too often (RFC 8628, section 3.5). */
export const SLOW_DOWN: Fault = {
  kind: 'status',
  status: 400,
  contentType: 'application/json; charset=utf-8',
  body: '{"error":"slow_down"}',
};
