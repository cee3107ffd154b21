import {
  Archive,
  CircleCheckBig,
  FolderPlus,
  House,
  Inbox,
  Keyboard,
  LogOut,
  PanelLeft,
  Plus,
  ScrollText,
  Search,
  Settings,
  ShieldCheck,
  SunMoon,
  UserPlus,
  Users,
} from '@lucide/vue'
import { computed, provide } from 'vue'
import { useI18n } from '@/i18n'
import { useRoute, useRouter } from 'vue-router'
import { holdKeys } from '@/composables/heldKeys'
import { useActions } from '@/composables/useActions'
import { useShortcuts } from '@/composables/useShortcuts'
import { useTheme, type Theme } from '@/composables/useTheme'
import type { Action } from '@/stores/actions'
import { whyNotInTeam } from '@/project/teamAccess'
import { usePreferences } from '@/stores/preferences'
import { useSession } from '@/stores/session'
import { createShellDialogs, shellDialogs, type ShellDialogState } from './dialogs'
import { projectKeyOf, views } from './route'
import { viewIcons } from './viewIcons'

/** What can be done on every page of someone signed in. */
export function useShellActions(): { dialogs: ShellDialogState } {
  const dialogs = createShellDialogs()
  provide(shellDialogs, dialogs)
  useShortcuts()
  useActions(useGeneralActions(dialogs))
  useActions(useGoActions())
  useActions(useTeamActions())
  useActions(useThemeActions())
  return { dialogs }
}

function useGeneralActions(dialogs: ShellDialogState): () => readonly Action[] {
  const { t } = useI18n()
  const router = useRouter()
  const session = useSession()
  const preferences = usePreferences()
  const section = 'shell.sections.general'
  const actions = computed<readonly Action[]>(() => [
    {
      id: 'shell.palette',
      label: t('shell.search'),
      section: t(section),
      keys: 'mod+k',
      icon: Search,
      keyOnly: true,
      run: () => {
        dialogs.palette = !dialogs.palette
        if (dialogs.palette) holdKeys()
      },
    },
    {
      id: 'shell.keys',
      label: t('shell.keys'),
      section: t(section),
      keys: '?',
      icon: Keyboard,
      run: () => (dialogs.help = true),
    },
    {
      id: 'shell.fold',
      label: t(preferences.sidebarFolded ? 'shell.unfold' : 'shell.fold'),
      section: t(section),
      keys: '[',
      icon: PanelLeft,
      run: () => (preferences.sidebarFolded = !preferences.sidebarFolded),
    },
    {
      // Where tasks are looked at, their view makes one in its own place instead.
      id: 'task.create',
      label: t('shell.newTask'),
      section: t(section),
      keys: 'c',
      icon: Plus,
      when: () => session.projects.some(({ archivedAt }) => !archivedAt),
      run: () => {
        dialogs.adding = { text: '' }
        holdKeys()
      },
    },
    {
      id: 'project.create',
      label: t('shell.newProject'),
      section: t(section),
      icon: FolderPlus,
      run: () => void router.push({ name: 'home', query: { new: '1' } }),
    },
    {
      id: 'shell.sign-out',
      label: t('shell.signOut'),
      section: t(section),
      icon: LogOut,
      run: () => (dialogs.signOut = true),
    },
  ])
  return () => actions.value
}

function useGoActions(): () => readonly Action[] {
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const session = useSession()
  const section = 'shell.sections.go'
  const actions = computed<readonly Action[]>(() => {
    const project = session.projectByKey(projectKeyOf(route) ?? '') ?? session.projects[0]
    return [
      {
        id: 'go.home',
        label: t('shell.go.home'),
        section: t(section),
        keys: 'g h',
        icon: House,
        run: () => void router.push('/'),
      },
      {
        id: 'go.inbox',
        label: t('shell.go.inbox'),
        section: t('shell.views'),
        keys: 'g i',
        icon: Inbox,
        keywords: 'notifications',
        run: () => void router.push('/inbox'),
      },
      {
        id: 'go.work',
        label: t('shell.go.work'),
        section: t('shell.views'),
        keys: 'g m',
        icon: CircleCheckBig,
        run: () => void router.push('/my-work'),
      },
      ...(project
        ? views.map((view) => ({
            id: `go.${view}`,
            label: t(`shell.go.${view}`),
            section: t('shell.views'),
            keys: `g ${view[0]}`,
            icon: viewIcons[view],
            run: () => void router.push({ name: view, params: { key: project.key } }),
          }))
        : []),
      ...(project
        ? [
            {
              id: 'go.archive',
              label: t('shell.go.archive', { name: project.name }),
              section: t(section),
              icon: Archive,
              keywords: 'archived tasks',
              run: () => void router.push({ name: 'archive', params: { key: project.key } }),
            },
          ]
        : []),
      {
        id: 'go.permissions',
        label: t('shell.go.permissions'),
        section: t(section),
        icon: ShieldCheck,
        keywords: 'roles rights permissions',
        run: () => void router.push('/permissions'),
      },
      ...(session.me?.admin
        ? [
            {
              id: 'go.admin',
              label: t('shell.go.admin'),
              section: t(section),
              icon: ShieldCheck,
              keywords: 'people users audit log outbox mail parked failed',
              run: () => void router.push('/admin'),
            },
          ]
        : []),
      ...session.teams
        .filter(({ role }) => !whyNotInTeam(role, 'audit.read'))
        .map(({ id, name }) => ({
          id: `go.audit.${id}`,
          label: t('shell.go.audit', { name }),
          section: t(section),
          icon: ScrollText,
          run: () => void router.push(`/team/${id}/audit`),
        })),
      {
        id: 'go.account',
        label: t('shell.go.account'),
        section: t(section),
        icon: Settings,
        run: () => void router.push('/me'),
      },
      ...(project
        ? [
            {
              id: 'go.settings',
              label: t('shell.settingsOf', { name: project.name }),
              section: t(section),
              icon: Settings,
              run: () => void router.push(`/p/${project.key}/settings`),
            },
          ]
        : []),
    ]
  })
  return () => actions.value
}

function useTeamActions(): () => readonly Action[] {
  const { t } = useI18n()
  const router = useRouter()
  const session = useSession()
  const section = 'shell.sections.go'
  const actions = computed<readonly Action[]>(() =>
    session.teams.flatMap(({ id, name, role }) => [
      {
        id: `go.team.${id}`,
        label: t('shell.go.team', { name }),
        section: t(section),
        icon: Users,
        run: () => void router.push({ name: 'team', params: { id } }),
      },
      ...(whyNotInTeam(role, 'invite.create')
        ? []
        : [
            {
              id: `team.invite.${id}`,
              label: t('shell.go.invite', { name }),
              section: t(section),
              icon: UserPlus,
              run: () => void router.push({ name: 'team', params: { id }, query: { invite: '1' } }),
            },
          ]),
    ]),
  )
  return () => actions.value
}

function useThemeActions(): () => readonly Action[] {
  const { t } = useI18n()
  const { theme } = useTheme()
  const choices: readonly Theme[] = ['system', 'light', 'dark']
  const actions = computed<readonly Action[]>(() =>
    choices.map((one) => ({
      id: `theme.${one}`,
      label: `${t('shell.theme.title')}: ${t(`shell.theme.${one}`)}`,
      section: t('shell.sections.settings'),
      icon: SunMoon,
      run: () => (theme.value = one),
    })),
  )
  return () => actions.value
}
