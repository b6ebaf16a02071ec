export const common = {
  'error.internal': '程序内部错误：{detail}。数据未改动，请重试；若再次出现，请把“帮助 → 日志”发给支持人员。',
  'error.input.invalid': '“{call}”的输入不合要求：{field} {reason}。',
  'error.call.unknown': '没有名为“{call}”的操作。',
  'error.cancelled': '已取消，未写入任何内容。',
  'error.file.notFound': '找不到文件“{file}”。请确认它没有被移动或改名。',
  'error.file.unreadable': '无法读取文件“{file}”：{reason}。',
  'error.file.unwritable': '无法写入“{file}”：{reason}。请另选一个可写的文件夹。',
  'error.file.tooLarge': '文件“{file}”有 {size} MB，超过上限 {limit} MB。请先在原软件中拆分或精简。',
  'error.file.diskFull': '磁盘空间不足，“{file}”没有写完；原有内容未变。请腾出空间后重试。',
  'error.worker.timeout': '解析“{file}”超过 {seconds} 秒，已停止。工作区未改动。',
  'error.worker.memory': '解析“{file}”需要的内存超过 {limit} MB，已停止。工作区未改动。',
  'error.worker.crashed': '解析“{file}”时解析程序异常退出：{reason}。工作区未改动。',
} as const;
