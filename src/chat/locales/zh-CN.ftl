# 命令：平台菜单里显示的名称和说明。
command-balance = 余额
    .description = 查看你的 API 密钥还剩多少
command-usage = 用量
    .description = 你花了多少，附图表和预测
command-alert = 提醒
    .description = 在余额用完之前提醒我
command-export = 导出
    .description = 把密钥的历史以 CSV 文件发给我
command-announce = 公告
    .description = 团队使用：在这个频道发布某个密钥的提醒
command-key = 密钥
    .description = 登记、查看或删除你的 API 密钥
command-key-set = 登记
    .description = 在私密表单里登记你的 API 密钥
command-key-show = 查看
    .description = 查看登记了哪些密钥
command-key-name = 命名
    .description = 给密钥起名或改名
command-key-remove = 删除
    .description = 从机器人中删除一个密钥
command-link = 关联
    .description = 让 Discord 和 Telegram 显示相同的密钥
command-unlink = 取消关联
    .description = 让关联的聊天各自独立
command-language = 语言
    .description = 选择我回复时使用的语言
command-timezone = 时区
    .description = 设置你的时区和免打扰时段
command-privacy = 隐私
    .description = 我保存了什么，以及如何清除
command-forget = 清除数据
    .description = 清除我保存的关于你的一切
command-help = 帮助
    .description = 我能做什么，以及如何开始
command-start = 开始
    .description = 打个招呼
option-name = 名称
    .description = 哪个密钥：它的名称
option-to = 新名称
    .description = 新的名称
option-below = 金额低于
    .description = 剩余金额少于这个数时提醒我
option-points = 点数低于
    .description = 剩余点数少于这个数时提醒我
option-percent = 百分比低于
    .description = 剩余百分比低于这个数时提醒我
option-days = 天数少于
    .description = 预计只够用不到这么多天时提醒我
option-off = 关闭
    .description = 关闭
option-figures = 数字
    .description = 也在那里公布数字
option-code = 关联码
    .description = 另一个聊天里 /link 显示的关联码
option-language = 语言
    .description = 从现在起使用的语言
option-zone = 时区
    .description = 城市、Asia/Shanghai 这样的时区、UTC+8，或 off（关闭）
option-quiet = 免打扰
    .description = 不打扰你的时段，例如 22-8，或 off（关闭）

# 用户在 Telegram 上启动机器人之前看到的文字。
about = 我在聊天里帮你查询 Talk-Bot API 密钥的余额。密钥只需发给我一次，我会加密保存；之后用 /balance 查询。
about-short = 在聊天里查询 Talk-Bot API 余额，密钥加密保存。

# 余额。
balance-title = 你的余额
balance-title-named = { $name } 的余额
balances-title = 你的余额
balances-one = { $platform ->
    [discord] 查看某个密钥的全部数字：`/balance name:…`
   *[telegram] 查看某个密钥的全部数字：在 /balance 后面写上它的名称。
}
balances-stopped = ⚠️ 这个密钥已不再被接受（错误 401），请更换。
balances-unverified = ⚠️ 这个未经验证保存的密钥不被接受（错误 401），请更换。
balances-failed = ⚠️ { $failure }
balances-last-seen = 最后看到的余额（{ $age }）：
balance-share = { $meter } 剩余 { $share }
balance-overdrawn = { $meter } 已透支（{ $share }）
points = 点数
amount = 金额
figure = { $remaining } / { $total }
figure-line = { $amount } / { $total } · { $points } 点
figure-line-long = 数字太长，这里放不下：请单独查询这个密钥。
figure-share = { $remaining } / { $total }（{ $share }）
balance-age = { $age }读取。
balance-stale = ⚠️ { $failure }以下不是当前余额，而是我最后一次看到的余额：{ $date }（{ $age }）。
key-footer = 密钥 { $key }

# 用量、预测和导出。
usage-title = 你的用量
usage-title-named = { $name } 的用量
usage-today = 今天（{ $zone }）
usage-since = 我从 { $date }起了解这个密钥。
usage-week = 最近 7 天
usage-month = 最近 30 天
usage-per-day = 日均
usage-points = { $points } 点
usage-stale = ⚠️ { $failure }以下数字可能不是最新的。
usage-nothing-yet = 我还没有这个密钥的历史。我会不时查看它，你每次查询余额时也会记录；请明天再来看。
usage-no-picture = 现在画图的人太多，暂时画不出图表。请过一分钟按任意一个按钮。
usage-which = 想看哪个密钥？
forecast-too-little = **预测：**数据太少，至少需要一天的数据。
forecast-used-up = **预测：**已经用完。
forecast-not-spending = **预测：**目前没有消耗，看不到用完的时间。
forecast-ends = **预测：**余额大约还能用 { $days }，到 { $date }左右。{ $range }
forecast-range = 很可能在 { $early }到 { $late }之间。
forecast-range-open = 很可能在 { $early }以上。
chart-title-24h = 余额 · 最近 24 小时
chart-title-7d = 余额 · 最近 7 天
chart-title-30d = 余额 · 最近 30 天
chart-title-all = 余额 · 全部记录
chart-balance = 余额
chart-top-ups = 充值
chart-top-up = +{ $amount }
chart-forecast = 预测
chart-now = 现在
chart-alt = { $title }：从 { $first } 到 { $last }，{ $count ->
    [0] 没有充值
   *[other] 充值 { $count } 次
}。{ $forecast }
export-title = 历史
export-title-named = { $name } 的历史
export-which = 要导出哪个密钥的历史？
export = 共 { $count } 条记录，数字精确。时间为 UTC。我保留最近一天的全部记录，最近一个月每小时一条，两年内每天一条。

# 提醒。
alert-title = ⚠️ 你的余额不多了
alert-title-named = ⚠️ { $name } 的余额不多了
alert-title-stopped = ⚠️ { $name } 已失效
alert-because = 这是你设置的提醒：{ $when }。
alert-because-public = 它的主人要求在这种情况下在这里说一声：{ $when }。
alert-and = { $all }，并且{ $next }
alert-when-below = 剩余不足 { $threshold }
alert-when-points = 剩余不足 { $threshold } 点
alert-when-percent = 剩余不足 { $threshold }%
alert-when-days = { $count ->
   *[other] 预计不到 { $threshold } 天就会用完
}
alert-next = 充值之后我会重新留意。在那之前不再为此提醒你；如果按“24 小时后再提醒”，到时我会再说一次。
alert-public = 详情由它的主人掌握。
alert-public-stopped = Talk-Bot API 不再接受它。它的主人已得知。
alert-list-title = 你的提醒
alert-list = 出现以下情况时，我会给你发消息：
alert-none = 你还没有设置提醒：余额用完之前没人告诉你。按下按钮就是多数人想要的：剩余 10% 时，以及用完前 3 天。
alert-rule = • { $when }
alert-rule-key = （仅 { $key }）
alert-rule-elsewhere = （在 { $platform ->
    [discord] Discord
   *[telegram] Telegram
} 设置，也在那里提醒）
alert-shared = 这些密钥的提醒也发布在频道或群里：{ $keys }
alert-stopped-note = 密钥失效时，我总会告诉你。
alert-set = { $platform ->
    [discord] ✅ 已设置。我会私信通知你；为此我们需要在同一个服务器里，并且你允许那里的成员私信。
   *[telegram] ✅ 已设置。我会在这里通知你。
}
alert-night = 设置 `/timezone` 后，夜间我会保持安静，紧急情况除外。
alert-usage = { $platform ->
    [discord] 设置方法：`/alert below:50`、`/alert points:100000`、`/alert percent:10` 或 `/alert days:3`，可以同时设几个；加上 `name:…` 则只针对一个密钥。关闭：`/alert off:True`
   *[telegram] 设置方法：`/alert below:50`、`/alert points:100000`、`/alert percent:10` 或 `/alert days:3`，可以同时设几个；后面写上密钥名称则只针对它。关闭：`/alert off`
}
alert-bad = “{ $value }”不能作为{ $kind ->
    [below] 金额。没有更改任何东西。
    [points] 点数。没有更改任何东西。
    [percent] 百分比：需要一个不超过 100 的数。没有更改任何东西。
   *[days] 天数：需要一个不超过 365 的数。没有更改任何东西。
}
alert-not-watching = ⚠️ 机器人的运营者关闭了对密钥的定时查看，所以不会自动发出提醒。
alert-full = 提醒数量已达上限，请先关闭一些：`/alert off`
alert-off = 已关闭 { $count } 个提醒。
alert-off-none = 这个聊天里没有可关闭的提醒。
alert-key-gone = 那个密钥已经不再登记。
alert-snoozed = 好的：24 小时内不再提醒 { $key }。到时如果仍然不足，我会再说一次。
alert-over = 关于 { $key } 的提醒已经结束，不需要再推迟了。只要还为它设有提醒，再次不足时我会告诉你。
announce-where = 请在{ $platform ->
    [discord] 服务器的频道里
   *[telegram] 群里
}使用这个命令，提醒就会发到那里。只有管理员可以这样做。
announce-administrators = 只有管理员可以把提醒发到这里。
announce-no-key = 你还没有在我这里登记密钥。请先在私聊里登记一个。
announce-nameless = 别人会看到这个密钥的名称，所以请先给它起名：{ $platform ->
    [discord] `/key name`
   *[telegram] 在私聊里用 `/namekey`
}
announce-which = 是哪个密钥？请在命令后面写上它的名称。
announce-begun = 从现在起，密钥 **{ $name }** 余额不足或失效时，我会在这里说一声，绝不公布它的数字。
announce-begun-figures = 从现在起，密钥 **{ $name }** 余额不足或失效时，我会在这里说一声，并附上数字。
announce-done = ✅ 已设置：**{ $name }** 的提醒会按你用 `/alert` 设置的条件发到这里。要停止，请在这里使用 { $platform ->
    [discord] `/announce off:True`
   *[telegram] `/announce off`
}。
announce-no-rules = 目前还没有为它设置提醒，所以这里只会在它失效时收到消息。请在私聊里用 `/alert` 设置。
announce-off = ✅ 不再有提醒发到这里。
announce-off-none = 没有你的提醒发到这里。
announce-not-allowed = 我没有权限在这里发言。请先允许我在这个频道发送消息，再试一次。
announce-not-reached = 刚才没能在这里发言，所以没有更改任何东西。请过一分钟再试。
announce-full = 频道数量已达上限，请先停止一些。
announce-unknown = 我现在无法确认你是不是管理员。请过一分钟再试。

# 查不到余额的原因：每条一两句话，单独使用或放在其他句子之前。
failure-unavailable = 余额服务目前没有正常响应。
failure-rate-limited = 余额服务限制了请求频率，请过一会儿再试。
failure-rate-limited-wait = 余额服务限制了请求频率，请在{ $wait }后再试。
failure-busy = 现在查询的人太多，请过几秒再试。
failure-title = 现在查不到余额
failure-next = 没有丢失任何东西：你的密钥仍然登记着。请稍后按“刷新”，或再次使用 `/balance`。

# 指引：怎样把可用的密钥交给我。
guidance-no-key-title = 你还没有登记密钥
guidance-no-key = 要查看余额，我需要你的 Talk-Bot API 密钥。只需两步：
guidance-refused-title = 这个密钥被拒绝了
guidance-refused = Talk-Bot API 没有接受你刚发来的密钥 `{ $key }`（错误 401），所以我没有保存它。可能是复制时少了字符，也可能是密钥已被删除。如果你发的不是密钥，请看 `/help`。
guidance-refused-kept = 你之前的密钥 `{ $key }` 仍然登记着。
guidance-refused-kept-all = 你的 { $count } 个密钥仍然登记着。
guidance-stopped-title = 你的密钥已失效
guidance-stopped = Talk-Bot API 不再接受你登记的密钥 `{ $key }`（错误 401）。它可能已被删除或更换。
guidance-unverified-title = 这个密钥不可用
guidance-unverified = Talk-Bot API 没有接受密钥 `{ $key }`（错误 401）。它当时是未经验证先保存的，可能复制时少了字符。
guidance-find-again = 密钥在你的账户页面：{ $url }
guidance-find = 1. 在你的账户页面复制密钥：{ $url }
guidance-send = 2. { $platform ->
    [discord] 使用 `/key set`，把密钥粘贴到表单里，不会留下任何消息。{ $messages ->
        [read] （也可以私信发给我，但需要你自己删除那条消息。）
       *[unread] {""}
    }
   *[telegram] 在这里把密钥单独发给我。我读取后会立即删除你的消息。
}

# 登记密钥。
registered-title = 你的密钥已登记
registered-named = 我已加密保存密钥 `{ $key }`，名称为 **{ $name }**。从现在起，用 `/balance` 就能查看还剩多少。
registered = 我已加密保存密钥 `{ $key }`。从现在起，用 `/balance` 查看还剩多少，用 `/usage` 查看花了多少。
unchecked-title = 我无法验证你的密钥
unchecked = { $failure }
unchecked-choice = 我还没有保存密钥 `{ $key }`。可以先保存，等你下次查询余额时再验证。
    我会加密保留它 { $minutes } 分钟。如果你不选择，它会被丢弃，一切保持不变。
choice-title = 另一个密钥
choice = 密钥 `{ $key }` 可用，但我还没有保存它。你已经登记了 { $count } 个密钥：用它替换其中一个，还是都保留？
    我会加密保留它 { $minutes } 分钟。如果你不选择，它会被丢弃，一切保持不变。
full-title = 不能再加密钥了
full = 你已有 { $max } 个密钥，这是我能保存的上限。没有保存或更改任何东西。要腾出位置，请用 { $platform ->
    [discord] `/key remove`
   *[telegram] /removekey
} 删除一个。
prompt-name = 它叫什么？请发给我一个名称，例如 **工作**，最多 { $max } 个字符。不起名也可以，我会用它的末尾几位来显示。
name-by-command = 要给它起个名字（例如 **工作**），请用 `/key name name:{ $key } to:工作`。不起名也可以，我会用它的末尾几位来显示。
prompt-key = 现在请把 **{ $name }** 的密钥单独发给我。我读取后会立即删除你的消息。
prompt-key-replacing = 已有名为 **{ $name }** 的密钥。要更换它，请现在把新密钥单独发给我。我读取后会立即删除你的消息。
named = 密钥 `{ $key }` 现在叫 **{ $name }**。{ $platform ->
    [discord] 只查看它：`/balance name:{ $name }`
   *[telegram] 只查看它：`/balance { $name }`
}
name-which = 要给哪个密钥起名？
name-taken = 你的另一个密钥已经叫 **{ $name }**，请换一个名称。
name-empty = 名称至少要有一个字符。
name-too-long = 这个名称太长：最多 { $max } 个字符。
name-several-lines = 名称必须在一行之内，且不含看不见的字符。
unknown-key = 没有叫这个名称的密钥。已登记的有：
unknown-key-item = • { $name }
stored-unchecked-title = 你的密钥已保存，尚未验证
stored-unchecked = 我已加密保存密钥 `{ $key }`。下次你使用 `/balance` 时会验证它。
offer-over-title = 这个选择已过期
offer-over = 那个密钥已不再保留，请再发一次。
offer-dropped = 没有保存密钥 `{ $key }`，已丢弃。
message-deleted = 🧹 我已从聊天里删除你那条带密钥的消息。
message-left = 🧹 现在请从聊天里删除你那条带密钥的消息：我无法代你删除，任何看到密钥的人都能花你的钱。

# 不是密钥的文字。
hint-title = 这不是密钥
hint = 如果你想发送 API 密钥：请把它单独发给我。密钥有 { $min } 到 { $max } 个字符，不含空格。
hint-next = 查余额用 `/balance`，其他请看 `/help`。
form-several-words = 这段文字里有空格。密钥是一个连续的字符串：请只复制密钥本身，再试一次。
form-not-ascii = 这段文字里有密钥不会包含的字符。请从账户页面重新复制密钥，不要带上其他内容。
form-too-short = 这段文字太短，不是密钥：密钥至少有 { $min } 个字符。是不是没有复制完整？
form-too-long = 这段文字太长，不是密钥：密钥最多有 { $max } 个字符。是不是多复制了别的内容？
form-nothing-changed = 没有保存或更改任何东西。
key-form-title = 登记你的 API 密钥
key-form-title-named = 登记密钥：{ $name }
key-form-field = API 密钥
key-form-placeholder = sk-…

# 已登记的密钥。
key-title = 你登记的密钥
key-shown = `{ $key }`，登记于 { $date }。
key-since = 登记于 { $date }。
keys-title = 你登记的密钥
keys-change = { $platform ->
    [discord] 要更换某个密钥，请用 `/key set name:…` 加上它的名称。要命名或删除，请用 `/key name` 或 `/key remove`。
   *[telegram] 要更换某个密钥，请在 /key 后面写上它的名称。要命名或删除，请用 /namekey 或 /removekey。
}
key-unchecked = 它还没有经过验证：当时余额服务无法访问。`/balance` 会验证它。
key-replace = { $platform ->
    [discord] 要更换，请用 `/key set`{ $messages ->
        [read] ，或私信发给我另一个密钥
       *[unread] {""}
    }。要删除，请用 `/key remove`。
   *[telegram] 要更换，请发给我另一个密钥。要删除，请用 /removekey。
}
remove-title = 要删除你的密钥吗？
remove = 我会清除密钥 `{ $key }` 和它的全部历史。密钥本身仍然可用，只是我这里不再保存。
remove-which = 要删除哪个密钥？
remove-unreadable = 我会清除为你保存的、我无法读取的密钥。
removed-title = 你的密钥已删除
removed-one = 已清除这个密钥和它的全部历史。还剩 { $left } 个密钥。
removed = 已清除你的密钥和它的全部历史。想重新登记，{ $platform ->
    [discord] 请用 `/key set`。
   *[telegram] 请在私聊里把密钥发给我。
}
remove-nothing = 你没有登记密钥，所以没有可删除的。
remove-changed = 那个密钥已经不再登记。查看当前登记的：{ $platform ->
    [discord] `/key show`
   *[telegram] /key
}
kept = 好的，没有任何变化：你的密钥 `{ $key }` 仍然登记着。
kept-any = 好的，没有任何变化。
unreadable-title = 我无法读取为你保存的密钥
unreadable = 我为你保存了一个密钥，但无法解开它，这是机器人这边的故障，运营者已收到通知。你可以等待，也可以重新登记密钥：

# 关联的聊天。
link-title = 关联另一个聊天
link-code = 你的关联码：`{ $code }`。{ $minutes } 分钟内有效，只能用一次。
link-where = 请在你与我的另一个私聊里输入：
    • Telegram：`/link { $code }`
    • Discord：`/link code:{ $code }`
link-then = 之后两个聊天会显示相同的密钥。千万不要输入别人给你的关联码，否则对方也会看到你的密钥。
linked-title = 聊天已关联
linked = 这个聊天已与 { $chats } 关联，两边显示相同的密钥。想取消关联，请用 `/unlink`。
linked-told = 这个聊天现在与 { $chats } 关联，两边显示相同的密钥。如果不是你本人操作，请立即用 `/unlink`。
link-own = 这是本聊天自己的关联码，用来关联另一个聊天：
link-already = 这两个聊天已经关联，显示相同的密钥。
link-many = 最多可以关联 { $max } 个聊天，这样会超出。请先在其中一个聊天里用 `/unlink`。
link-full = 合起来会有 { $count } 个密钥，而我最多保存 { $max } 个。没有关联，也没有任何变化。请先用 { $platform ->
    [discord] `/key remove`
   *[telegram] /removekey
} 删除一些，再输入关联码。
link-unknown-title = 这个关联码无效
link-unknown = 它已被使用、已过期，或输入有误。没有任何变化。请在另一个聊天里用 `/link` 获取新的关联码。
link-or-key = 如果那是用来关联聊天的关联码：它已被使用、已过期，或输入有误。请在另一个聊天里用 `/link` 获取新的。
not-linked = 这个聊天没有与其他聊天关联。想让 Discord 和 Telegram 显示相同的密钥，请用 `/link`。
unlink-title = 要取消关联吗？
unlink = 这个聊天与 { $chats } 关联。取消关联后各自独立：在一边的更改，另一边不会再看到。
unlink-keys = 密钥要在两边各保留一份，还是只保留在这里、让另一边失去它们？
unlinked-title = 已取消关联
unlinked = 这个聊天现在独立了，两边都保留密钥。
unlinked-here = 这个聊天现在独立了，密钥只在这里登记。
unlinked-told = 你的 { $chat } 聊天已与这里取消关联。你的密钥在这里仍然登记着。
unlinked-told-here = 你的 { $chat } 聊天已与这里取消关联，并带走了密钥：这里不再登记任何密钥。想登记，请看 `/help`。
stay-linked = 好的，没有任何变化：聊天仍然关联。

# 语言。
language-title = 语言
language-choose = 当前语言是中文。想用哪种语言？
language-set = 从现在起使用中文。

# 时区和免打扰时段。
timezone-title = 时区
timezone-none = 我还不知道你的时区，所以时间按 UTC 显示，也没有免打扰时段。设置时区后，夜里除非有急事，我不会打扰你。
timezone-is = 你的时区是 **{ $zone }**，那里现在是{ $time }。
timezone-how = { $platform ->
    [discord] 要设置时区，请用 `/timezone zone:…`，填写城市、Asia/Shanghai 这样的时区，或 UTC+8。
   *[telegram] 要设置时区，请在命令后面写上城市、Asia/Shanghai 这样的时区，或 UTC+8，例如：`/timezone 上海`
}
timezone-change = { $platform ->
    [discord] 要更改，请用 `/timezone zone:伦敦` 或 `/timezone quiet:23-7`。要恢复 UTC、不设免打扰时段，请用 `/timezone zone:off`。
   *[telegram] 要更改，请发送 `/timezone 伦敦` 或 `/timezone quiet:23-7`。要恢复 UTC、不设免打扰时段，请发送 `/timezone off`。
}
timezone-several = 有几个时区符合，哪个是你的？
timezone-many = 有 { $count } 个时区符合，这里是前 { $shown } 个。如果没有你的，请把名称写得更完整。
timezone-unknown = 没有找到这个时区。{ $platform ->
    [discord] 可以试试附近的大城市，例如 `/timezone zone:伦敦`，或与 UTC 的时差：`/timezone zone:UTC+8`
   *[telegram] 可以试试附近的大城市，例如 `/timezone 伦敦`，或与 UTC 的时差：`/timezone UTC+8`
}
timezone-forgotten = 已忘记你的时区。从现在起时间按 UTC 显示，没有免打扰时段。
quiet-are = 🌙 免打扰时段：**{ $hours }**。这段时间里除非有急事，我不会打扰你。
quiet-waiting = 🌙 免打扰时段：**{ $hours }**，知道你的时区后生效。
quiet-off = 免打扰时段已关闭。
quiet-unreadable = 我看不懂这个免打扰时段。请写从几点到几点，或 off（关闭）：{ $platform ->
    [discord] `/timezone quiet:22-8`、`/timezone quiet:22:30-7:15` 或 `/timezone quiet:off`
   *[telegram] `/timezone quiet:22-8`、`/timezone quiet:22:30-7:15` 或 `/timezone quiet:off`
}

# 帮助和隐私。
welcome-title = 你好！我帮你查询 Talk-Bot API 余额
welcome = 随时可以问我 API 密钥还剩多少。我保存什么、如何清除：/privacy。
welcome-registered = 你已经登记了密钥：{ $platform ->
    [discord] `/balance` 可以查看还剩多少。
   *[telegram] /balance 可以查看还剩多少。
}
help-title = 我能做什么
help-commands = { $platform ->
    [discord]
        `/balance` – 你的密钥还剩多少
        `/usage` – 花了多少、能用到什么时候，附图表
        `/alert` – 在余额用完之前提醒
        `/export` – 把历史导出为文件
        `/announce` – 团队使用：在这个频道发布提醒
        `/key set` – 在私密表单里登记或更换密钥
        `/key show` – 登记了哪些密钥
        `/key name` – 给密钥起名，最多十个
        `/key remove` – 删除一个密钥
        `/link` – 在 Telegram 上显示相同的密钥；`/unlink` 取消关联
        `/language` – 英文或中文
        `/timezone` – 你的时区和免打扰时段
        `/privacy` – 我保存了什么，以及如何清除
        `/forget` – 清除我保存的关于你的一切
        `/help` – 显示这条消息
   *[telegram]
        /balance – 你的密钥还剩多少
        /usage – 花了多少、能用到什么时候，附图表
        /alert – 在余额用完之前提醒
        /export – 把历史导出为文件
        /announce – 在你的群里使用：提醒发到群里
        /key – 登记了哪些密钥；后面写上名称可再加一个，最多十个
        /namekey – 给密钥起名
        /removekey – 删除一个密钥
        /link – 在 Discord 上显示相同的密钥；/unlink 取消关联
        /language – 英文或中文
        /timezone – 你的时区和免打扰时段
        /privacy – 我保存了什么，以及如何清除
        /forget – 清除我保存的关于你的一切
        /help – 显示这条消息
}
help-key = { $platform ->
    [discord] 要登记密钥，请用 `/key set`{ $messages ->
        [read] ，或私信把密钥发给我
       *[unread] {""}
    }。我的回答只有你能看到。千万不要把密钥发在频道里。
   *[telegram] 要登记密钥，请在私聊里把密钥单独发给我。千万不要发在群里。
}
help-where = 在这里查看密钥：{ $url }
privacy-title = 你的数据
privacy-what = **我保存什么：**你的 { $platform ->
    [discord] Discord
   *[telegram] Telegram
} 用户 ID、你的 API 密钥和你给它们起的名称、余额的历史（最长两年）、你的语言，以及你设置的提醒、时区和免打扰时段。如果你屏蔽了我、消息发不出去，我会记下从何时开始。不保存消息。
privacy-linked = **关联的聊天：**使用 `/link` 后，我还会保存你的哪些聊天显示相同的密钥，直到 `/unlink` 或 `/forget`。没有用过的关联码几分钟后就会消失。
privacy-how = **怎样保存：**所有内容都经过加密（AES-256-GCM），并以加密摘要为名存放；没有加密密钥的人无法由摘要得知你是谁。
privacy-who = **谁能看到：**我只把你的密钥发给 Talk-Bot API：在你查询时，以及不时查看余额时。绝不写入日志。你发给我的消息会经过 { $platform ->
    [discord] Discord
   *[telegram] Telegram
}。运营者持有加密密钥，所以请使用你信任的运营者的机器人；运营者的日志会记录用过哪些命令，其中以代号代替你的身份。
privacy-how-long = **保存多久：**直到你删除为止。你没有让我保存的密钥，{ $minutes } 分钟后就会消失。
privacy-erase = **怎样清除：**{ $platform ->
    [discord] `/key remove`
   *[telegram] /removekey
} 清除密钥和它的全部历史。`/forget` 清除一切，包括你的提醒和设置。两者都立即生效；运营者此前的备份和日志仍保留当时的内容。

# 遗忘。
forget-title = 要清除一切吗？
forget = 我会清除保存的关于你的一切内容：密钥、历史、提醒和设置。密钥本身仍然可用。清除后无法恢复，但你随时可以重新登记。
forget-linked = 这个聊天与 { $chats } 关联，那里的一切也会清除。想保留那里的密钥，请先用 `/unlink`。
forgotten-title = 已清除你的全部数据
forgotten = 我保存的关于你的一切都已清除。想重新登记，{ $platform ->
    [discord] 请用 `/key set`。
   *[telegram] 请在私聊里把密钥发给我。
}
forgotten-told = 你在关联的 { $chat } 聊天里清除了一切，所以这里也不再保存任何关于你的内容。想重新登记密钥，请看 `/help`。
forgotten-meanwhile = 我验证密钥期间，你的账户被清除或关联，所以没有保存它。如仍要登记，{ $platform ->
    [discord] 请用 `/key set`。
   *[telegram] 请再发一次。
}
forget-nothing = 我没有保存任何关于你的内容，所以没有可清除的。

# 群组。
private-only = 密钥和余额是你我之间的事，群里的其他人不该看到。请点击下方按钮，到私聊里继续。
group-help = 我告诉大家 Talk-Bot API 密钥还剩多少——只在私聊里，绝不在群里。请点击下方按钮和我聊。
leak-title = ⚠️ 那看起来像 API 密钥
leak-deleted = 我已删除那条消息，但其他人可能已经看到了密钥。
leak-left = 我在这里没有删除消息的权限：请立即删除你的消息。其他人可能已经看到了密钥。
leak-next = 请在账户页面更换那个密钥：{ $url }
    然后在私聊里把新密钥发给我，千万不要发在群里。

# 私有部署。
stranger-title = 这是私有机器人
stranger = 我的运营者还没有允许这个聊天使用我。如果你应该有权使用，请把这个编号告诉运营者：`{ $id }`
unverified = 我现在无法确认你是否有权使用，所以还没有做任何操作。请过一分钟再试。

# 按钮。
button-refresh = 刷新
button-balance = 查看余额
button-add = 都保留
button-replace = 替换 { $key }
button-top-up = 充值
button-usage = 用量
button-snooze = 24 小时后再提醒
button-suggest = 剩 10% 或 3 天时提醒我
button-alerts-off = 全部关闭
button-range-24h = 24 小时
button-range-7d = 7 天
button-range-30d = 30 天
button-range-all = 全部
button-get-key = 获取密钥
button-enter-key = 输入密钥
button-remove = 删除
button-forget = 清除一切
button-unlink-everywhere = 两边都保留密钥
button-unlink-here = 只保留在这里
button-stay-linked = 保持关联
button-keep = 保留
button-keep-all = 全部保留
button-store = 先保存，稍后验证
button-discard = 不保存
button-quiet-on = 开启免打扰
button-quiet-off = 关闭免打扰
button-private-chat = 打开私聊
button-outdated = 这个按钮已失效，请用 /balance 或 /help。
button-foreign = 这个按钮是给别人的。请用 /balance 获取你自己的。
up-to-date = 没有变化。

# 请求太多的时候。
limit-title = 请慢一点
limit-messages = 你发得太快了，最后一条我没有处理。{ $wait }后我会恢复回复，在此之前不再回答；已保存的内容不变。
limit-look-ups = 你在短时间内多次查询余额。请在{ $wait }后再查，在此之前我不再回答这类查询。
limit-registrations = 你在短时间内发来了很多密钥，所以在{ $wait }内我不再接收，也不再回复密钥消息。你刚发来的密钥我没有验证，也没有保存；已登记的密钥不变。
limit-link-codes = 你在短时间内输入了很多关联码，所以在{ $wait }内我不再接收，也不再回复关联码。你刚输入的那个我没有使用，没有任何变化。

# 出问题的时候。
unknown-title = 没有这个命令
unknown = 请检查拼写。`/help` 会告诉你我能做什么。
store-title = 我现在无法读写数据
store-failed = 这不是你的错，我之前保存的内容都没有丢。但你刚才要我保存或更改的内容很可能没有完成：请过几分钟再试。
store-next = 如果再次发生，请把这个编号告诉机器人的运营者：`{ $reference }`
internal-title = 我这边出了点问题
internal = 不是你的错，你的密钥也没有丢。请过一分钟再试。如果再次发生，请把这个编号告诉机器人的运营者：`{ $reference }`
