/** What the demo plays by itself: everything that the bot does, once on each platform, in both languages. */
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
# The balance, and Refresh after some spending
/balance
/spend 25.5
/press Refresh
# The billing API fails: the last balance is shown, dated
/outage on
/press Refresh
/outage off
/others
# A direct message registers a key too; it may replace the first
/in dm
{low}
/press 2
hello
/key show
/privacy
/key remove
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
/balance
/press 刷新
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
