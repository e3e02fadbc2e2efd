using System.ComponentModel;
using System.Diagnostics;

namespace Quickstart.Processes;

/// <summary>Writes every process of this host into a cache.</summary>
internal sealed class ProcessSampler(ProcessCache cache)
{
    /// <summary>Processes that ended, or refused to be read, while they were sampled.</summary>
    public int Skipped { get; private set; }

    public void SampleAll()
    {
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                if (TryRead(process, out var key, out var sample))
                    cache.Set(key, sample);
                else
                    Skipped++;
            }
        }
    }

    private static bool TryRead(Process process, out ProcessKey key, out ProcessSample sample)
    {
        try
        {
            key = new ProcessKey(process.Id, process.StartTime.ToUniversalTime());
            sample = new ProcessSample(process.TotalProcessorTime, process.WorkingSet64, process.Threads.Count);
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or NotSupportedException
            or IOException or UnauthorizedAccessException)
        {
            (key, sample) = (default, default);
            return false;
        }
    }
}
