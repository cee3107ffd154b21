import { useI18n } from '@/i18n'
import { deviceOf } from '@/ui/device'

/** Says in words which browser and system a `User-Agent` names. */
export function useDeviceName(): (agent: string) => string {
  const { t } = useI18n()
  return (agent) => {
    const { browser, system } = deviceOf(agent)
    if (browser && system) return t('account.sessions.device', { browser, system })
    return browser ?? system ?? t('account.sessions.unknown')
  }
}
