import * as echarts from 'echarts/core';
import {SankeyChart, BarChart, LineChart, ScatterChart} from 'echarts/charts';
import {GridComponent, TooltipComponent, LegendComponent, MarkLineComponent, MarkPointComponent, AriaComponent, DataZoomInsideComponent} from 'echarts/components';
import {SVGRenderer} from 'echarts/renderers';
echarts.use([SankeyChart, BarChart, LineChart, ScatterChart, GridComponent, TooltipComponent, LegendComponent, MarkLineComponent, MarkPointComponent, AriaComponent, SVGRenderer]);
export const init = echarts.init;
export const version = echarts.version;
