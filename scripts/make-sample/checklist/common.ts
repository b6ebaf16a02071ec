/*
 * Measures that many places share, as lines for `event`: the same safeguard is described alike wherever it stands, with the
 * tags, limits and posts of its own place.
 */

/** 可燃/有毒气体检测报警 */
export const gasDetector = (tag: string, gas: string, place: string, alarms: string): string =>
  `1-4a/气体检测报警|${place}设${gas}检测报警器${tag}，${alarms}，信号送24小时有人值守的控制室|查${tag}是否在线、示值是否异常、有无未确认报警，检定标签是否在有效期|1天|中控操作工`;
/** 安全阀 */
export const reliefValve = (tag: string, protectedTag: string, pressure: string, to: string): string =>
  `1-3/安全阀|${protectedTag}设安全阀${tag}，整定压力${pressure}，泄放至${to}|查${tag}铅封完好、前后切断阀全开并锁定，校验标签在有效期内|1月|设备员`;
/** 联锁 */
export const interlock = (tag: string, condition: string, action: string): string =>
  `1-4a/安全联锁|${condition}时联锁${tag}动作，${action}|查${tag}联锁投用状态与旁路台账，未经审批不得摘除；核对相关变送器示值|1天|中控操作工`;
/** 防静电接地 */
export const earthing = (place: string): string =>
  `1-5/防雷防静电|${place}设防雷防静电接地，接地电阻不大于10Ω，法兰跨接完好|查接地线、跨接线无断裂锈蚀，半年检测报告在有效期内|1月|电气维修工`;
/** 泵密封 */
export const pumpSeal = (tags: string, seal: string): string =>
  `2-1/机泵|${tags}采用${seal}，运行与备用泵每月切换|听诊${tags}有无异响，测轴承温度不超过70℃，查密封泄漏和密封液液位|2小时|外操工`;
/** 静设备定期检验 */
export const vesselInspection = (tag: string, focus: string): string =>
  `2-2/定期检验|${tag}按TSG 21实施年度检查和定期检验，重点检测${focus}|查${tag}本体、接管、支撑无变形泄漏，保温完好，检验报告在有效期内|1月|设备员`;
/** 阀门、法兰巡检 */
export const flangePatrol = (place: string, medium: string): string =>
  `2-2/密封点|${place}阀门、法兰按密封点台账巡检，${medium}介质每季度开展泄漏检测与修复|查${place}法兰、阀门填料、导淋盲板有无跑冒滴漏和异味|2小时|外操工`;
/** 操作规程 */
export const procedure = (operation: string, limits: string): string =>
  `3-2/操作记录|${operation}执行操作规程，${limits}，并逐步确认签字|抽查${operation}记录，参数未超出工艺卡片，步骤签字完整|1天|班长`;
/** 资质 */
export const qualified = (certificate: string, post: string): string =>
  `3-1/持证上岗|${post}取得${certificate}后上岗，每年复训考核合格|查${post}证件原件在有效期内、与排班人员一致，复训成绩合格|1月|车间主任`;
/** 交接班 */
export const handover = (items: string, post: string): string =>
  `3-3/交接班|交接班时双方到现场交接${items}|查${post}交接班日志，${items}交代清楚，双方签字|1天|班长`;
/** 灭火器材 */
export const extinguishers = (place: string, equipment: string): string =>
  `4-3/消防器材|${place}配置${equipment}|查${place}${equipment}在位、压力或水压正常、通道无遮挡|1月|义务消防员`;
/** 个体防护 */
export const protection = (work: string, equipment: string, post: string): string =>
  `4-2/个体防护|${work}时佩戴${equipment}|现场观察作业人员佩戴情况；查${equipment}完好、在有效期内|1天|${post}`;
/** 应急柜、洗眼器 */
export const eyeWash = (place: string): string =>
  `4-1/应急设施|${place}15m内设事故喷淋洗眼器，冬季保温伴热投用|试放水清洁、流量足，通道畅通，伴热温度正常|1天|外操工`;
/** 现场处置方案 */
export const drill = (scenario: string, post: string): string =>
  `4-4/现场处置方案|制定${scenario}现场处置方案，每半年演练一次并评审|查演练记录、评估和整改闭环；抽问${post}处置步骤和报警电话|6月|安全员`;
