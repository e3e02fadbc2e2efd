using WriteBack.Fast;

namespace Quickstart.Processes;

/// <summary>A process. Systems use process ids again, so the start belongs to the key.</summary>
internal readonly record struct ProcessKey(int Pid, DateTime StartedAt);

/// <summary>What a process has used so far.</summary>
internal record struct ProcessSample(TimeSpan CpuTime, long WorkingSet, int Threads);

/// <summary>This declaration is all it takes: key and value become the columns of the table <c>process</c>.</summary>
[WriteBackCache<ProcessKey, ProcessSample>]
internal sealed partial class ProcessCache;
