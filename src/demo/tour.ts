/** When the tour begins, in milliseconds since 1970: a Monday morning, so that it is the same every time. */
export const TOUR_STARTS_AT = Date.UTC(2026, 2, 2, 9);

/** What the demo plays by itself: everything that the bot does, on each platform, in both languages. */
export const TOUR: readonly string[] = `
# Discord, in English: no key yet
/as discord alice en-US
/in server
/balance
# She registers a key in a private form; the first one is refused
/key set
{refused}
/key set
{good}
/press Warn me at 10% and 3 days left
# The balance, and Refresh after some spending
/balance
/spend 25.5
/press Refresh
# The billing API fails: the last balance is shown, dated
/outage on
/press Refresh
/outage off
/others
# Her team is to read the warnings, too
/key name name:team
/announce figures:True
/timezone Asia/Shanghai
# A month passes, and the money runs low: the bot says so by itself
/wait 30d
/in dm
/press Usage
/press 30 days
/topup 150
/balance
# A direct message registers another key; it may replace the first, or come beside it
{work}
/press Keep it as well
work
hello
/key show
/balance
# Some days later: what the second key has spent, as a picture and as a file
/wait 3d
/usage name:work
/export name:work
# The same keys on Telegram, until the chats are unlinked again
/link
/as telegram alice en
/start
/link {code}
/balance
/unlink
/press Keep the keys in both chats
/as discord alice
/alert
/privacy
/key remove name:work
/press Remove it
/balance

# Discord, in Chinese
/as discord 小雨 zh-CN
/balance
{refused}
{good}
/balance
/press 刷新
/help
/key remove
/press 删除
/forget
/press 清除一切
/language en

# Telegram, in English: no key yet
/as telegram bob en
/start
/balance
# A key that is refused, then one that works: his messages with keys are deleted
{refused}
{good}
/balance
/spend 10
/press Refresh
# A key that cannot be checked right now is offered to be stored, in place of the first
{down}
/press 2
/mend
/balance
# In a group nothing leaks: the answer leads to the private chat
/in group
/balance
/press Open private chat
/in group
/key {low}
/others
/in dm
hello
/key
/privacy
/removekey
/press Keep it
# He wants to be forgotten altogether
/forget
/press Erase everything

# Telegram, in Chinese
/as telegram 小明 zh-hans
/start
/balance
{refused}
{low}
/press 剩 10% 或 3 天时提醒我
/balance
/press 刷新
# Time passes, and the bot warns him
/wait 7d
/press 24 小时后再提醒
/press 用量
/press 30 天
/in group
/balance
/in dm
/removekey
/press 删除
/language
/press English
`
  .trim()
  .split('\n');
