using BenchmarkDotNet.Running;
using WriteBack.Fast.Benchmarks.HitRatio;

if (args is ["hit-ratio", .. var rest])
    return await HitRatioCommand.RunAsync(rest);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
