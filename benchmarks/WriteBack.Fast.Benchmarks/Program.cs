using BenchmarkDotNet.Running;
using WriteBack.Fast.Benchmarks.Allocations;
using WriteBack.Fast.Benchmarks.Builds;
using WriteBack.Fast.Benchmarks.Compare;
using WriteBack.Fast.Benchmarks.EndToEnd;
using WriteBack.Fast.Benchmarks.HitRatio;
using WriteBack.Fast.Benchmarks.Latency;
using WriteBack.Fast.Benchmarks.Plots;
using WriteBack.Fast.Benchmarks.Rows;
using WriteBack.Fast.Benchmarks.Scaling;
using WriteBack.Fast.Benchmarks.Servers;
using WriteBack.Fast.Benchmarks.Starvation;

switch (args)
{
    case ["allocations", .. var rest]:
        return await AllocationsCommand.RunAsync(rest);
    case ["compare" or "--compare", .. var rest]:
        return await CompareCommand.RunAsync(rest);
    case ["compare-builds", .. var rest]:
        return CompareBuildsCommand.Run(rest);
    case ["hit-ratio", .. var rest]:
        return await HitRatioCommand.RunAsync(rest);
    case ["latency", .. var rest]:
        return await LatencyCommand.RunAsync(rest);
    case ["plots", .. var rest]:
        return PlotsCommand.Run(rest);
    case ["rows", .. var rest]:
        return await RowsCommand.RunAsync(rest);
    case ["scaling", .. var rest]:
        return await ScalingCommand.RunAsync(rest);
    case ["end-to-end", .. var rest]:
        return await EndToEndCommand.RunAsync(rest);
    case ["servers", .. var rest]:
        return await ServersCommand.RunAsync(rest);
    case [StarvationCommand.Name, .. var rest]:
        return await StarvationCommand.RunAsync(rest);
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
