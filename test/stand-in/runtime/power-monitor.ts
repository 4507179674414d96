import { Double } from './refusal';
import { standIn } from './stand-in';

type PowerSupported = 'getSystemIdleState' | 'getSystemIdleTime' | 'isOnBatteryPower' | 'onBatteryPower';

/** Says nothing by itself: tests emit `suspend`, `resume`, `lock-screen`, … on it, as they may on the real one. */
class PowerMonitorDouble extends Double implements Pick<Electron.PowerMonitor, PowerSupported> {
  onBatteryPower = false;
  idleState: 'active' | 'idle' | 'locked' = 'active';

  constructor() {
    super('PowerMonitor', 'powerMonitor');
  }

  isOnBatteryPower(): boolean {
    return this.onBatteryPower;
  }

  getSystemIdleState(_idleThreshold: number): 'active' | 'idle' | 'locked' | 'unknown' {
    return this.idleState;
  }

  getSystemIdleTime(): number {
    return this.idleState === 'active' ? 0 : 3600;
  }
}

export const powerMonitor = new PowerMonitorDouble();
standIn.setIdle = (state) => {
  powerMonitor.idleState = state;
};
standIn.setOnBattery = (onBattery) => {
  powerMonitor.onBatteryPower = onBattery;
  powerMonitor.emit(onBattery ? 'on-battery' : 'on-ac');
};
