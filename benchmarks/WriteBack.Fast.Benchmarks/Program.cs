using BenchmarkDotNet.Running;
using WriteBack.Fast.Benchmarks.Compare;
using WriteBack.Fast.Benchmarks.HitRatio;

if (args is ["hit-ratio", .. var rest])
    return await HitRatioCommand.RunAsync(rest);
if (args is ["compare" or "--compare", .. var sizes])
    return await CompareCommand.RunAsync(sizes);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
