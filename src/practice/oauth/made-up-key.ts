/**
 * The private key of every practice cloud: RSA, 2048 bits, PKCS #8, base64. As public and as worthless as the practice
 * partner's password. Making one takes a sixth of a second of computing, which the first practice
 * sign-in would wait for.
 */
export const MADE_UP_KEY = [
  'MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCegUqfVyjjy2zUlyh9jo391HDCISPDXBZ/IhxEdHBfEk2j9g3dIyeVwEa0',
  'NTUl/CtdaIVmI3dHwwQ1rLjxmrev184Dj5qCJRmtk3ETH17nQlveibQt3zS2X01IusgSzeLGCKaaf0lopnwj7Vg8IAbayZ97Y0AUF93RoTn7',
  'kIZ7o8/Jts86ojCwAU8HtHHfdiFQ7UeB6VDCi/rbeHkI68ZPmnE/mt9cTIZ6lgCHFrH1xsWiD61xgeOavaYN8kMUnRj+N3Vti7cwNfe2cLjT',
  'kPcTZOQN1qXaldIfQSHCXPls/2A8/+XFDxsUAwGpF2ri55odFrKwQz/eqbs3yysTZa0lAgMBAAECggEAGLVmdNLhOqtsNnKu2u3FSDec8UI5',
  'wTtCfYSLfAdbuhJQHJpffGS9x7weuXpe4+I8v1WrD+pA7qShrB1WAkHAVy7QvGDfMOEIMPT+SEEYafv/9r+oIQt9u9083rTROg8yxfS0xfpI',
  'LwJe8TnPSqYic2pBTHqDE27KAyL7NzJHKJA4j/OphMKo/c+NpEiuqFw85CjwqdN6Xl4+l3E4uZpPCTk15NSySjncKRxWP98jcqyIiwXU/Xnf',
  'PB8tN0mI+YU08RQyxfPyrfV8tZB0NO0H8vyTfqeYY2HFjA/5LO8PHptOktMIOTjlQ+epYgT5axLSWbVCPVgB6QBdVQZq7uLoaQKBgQDUiq3R',
  'lnkJuHb9m5s6VlTZCUj/o1bvbgHNucfqjGsQWRLJgZUnW0ft8x31c5ekfq07DcAMFrWjsw3eEoHs8hEKu530ib4by9GGOCjlynQhKqCjqyGk',
  '+di6Q9MKErEenjcRDZZLmAyRQEfuZbvnex6gbv9LyMO7bpT+iU+KJqY8eQKBgQC+6huHPMECuJsQeCy2r42QkAOH9IToFYjXzDo1jAToXdnS',
  '+qEgTdemkZerjKSADfAFVnB+YnZ7oZa6JQ3WxpKvPSb5CJIFkNQpJjJ7BzoxvZQL4g5w6DOziOz5f/E22Su/eT5c/w59zd52bq4meExx06Nl',
  'j6T5DUOBhA89owyzDQKBgG/XQbwGCE8bKFIvbbF2+FL01drfYsG/C2fsGMzNcxE5Le+nJot9Nw55Xgxo9ST0G8f1Zld2I8KuV9/BsWizwE/7',
  'hhTF3qnVyL1uE+dHb3B8c+dsB9o+NtNdGVI1n8pSyvtIQQwqSIKuZquGESiv2t/lSKXiUUzx1alTK+2whM1RAoGAQN8RvZFSUFdkMWN0Zhse',
  '8llNKdxXcPkoR5OYz+slG8QQKRWKvIxW072zGNKwbubNgTLPBNL2SaotqlC+9BUDcNJJtONJouSEgvr8ujtJde9iJ+uHVqxALShAxcLItwdy',
  'SxyqqTTtuqfCiOGxAVdtOlxcsDzwJMRyBMdX2mzV+t0CgYAgU86DJ6yrfBsqoOsZzTycfypiw7/8zgSOcShQh3UneIS+9uFpveRziSMDSX3o',
  '16iwJhPIJDvmysVb7vzUb7SSDSMgwSwgocjsBzMWKxKriXEzPs3nKru5V4BBZDuzv6ZmTXT8EHddmzz9tZ2HIS9LL8FGV1sntqU3TGGjpyHR',
  '8Q==',
].join('');
