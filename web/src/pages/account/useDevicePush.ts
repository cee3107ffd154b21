import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import { outside } from '@/api/outside'
import type { PushDevice } from '@/api/types'
import { attempt } from '@/composables/attempt'
import { useList } from '@/composables/useList'
import { useI18n } from '@/i18n'
import { pushState, pushSubscription, subscribe, type PushState } from '@/shell/push'
import { useSession } from '@/stores/session'
import { toast, toastProblem } from '@/ui/toast'

export interface UseDevicePushReturn {
  devices: Readonly<ShallowRef<readonly PushDevice[] | null>>
  hasFailed: Readonly<ShallowRef<boolean>>
  state: Readonly<ShallowRef<PushState>>
  /** This browser is told. */
  isOn: ComputedRef<boolean>
  /** The browser or the server is being asked. */
  isBusy: Readonly<ShallowRef<boolean>>
  /** Asks the person for leave where it is to be on. Says how it went. */
  set: (on: boolean) => Promise<void>
  remove: (device: PushDevice) => Promise<boolean>
}

/** One's devices that are told by Web Push, and whether this one is. */
export function useDevicePush(): UseDevicePushReturn {
  const { t } = useI18n()
  const session = useSession()
  const state = shallowRef(pushState())
  const isBusy = shallowRef(false)
  const hasSubscription = shallowRef(false)
  const { items, hasFailed, load } = useList(
    async () => {
      hasSubscription.value = (await pushSubscription()) !== null
      return outside.devices()
    },
    () => session.me,
  )
  const own = computed(() => items.value?.find(({ current }) => current) ?? null)
  const isOn = computed(() => own.value !== null && hasSubscription.value && state.value === 'possible')

  async function turnOn(): Promise<void> {
    const key = await outside.pushKey()
    let made: PushSubscription | null
    try {
      made = await subscribe(key)
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
      toastProblem(t('account.push.unreachable'))
      return
    }
    if (made) {
      await outside.addDevice(made.toJSON())
      toast(t('account.push.on'))
    } else toastProblem(t('account.push.dismissed'))
  }

  async function turnOff(): Promise<void> {
    if (own.value) await outside.removeDevice(own.value.id)
    await (await pushSubscription())?.unsubscribe()
    toast(t('account.push.off'))
  }

  async function set(on: boolean): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    await attempt(on ? turnOn : turnOff)
    state.value = pushState()
    await load()
    isBusy.value = false
  }

  async function remove(device: PushDevice): Promise<boolean> {
    const isGone = await attempt(() => outside.removeDevice(device.id))
    await load()
    return isGone
  }

  return { devices: items, hasFailed, state, isOn, isBusy, set, remove }
}
