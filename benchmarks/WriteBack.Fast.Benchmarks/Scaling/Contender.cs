using System.Diagnostics;
using WriteBack.Fast.Benchmarks.Peers;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Scaling;

/// <summary>A peer that threads share, and how many operations a second they get done.</summary>
internal sealed class Contender(string name, Func<Access[], int, TimeSpan, double> measure)
{
    private const int Chunk = 1_024;

    public string Name { get; } = name;

    /// <param name="accesses">A multiple of 1,024, of which each thread begins elsewhere.</param>
    /// <param name="threads">How many.</param>
    /// <param name="time">How long.</param>
    /// <returns>Operations per second, of all threads.</returns>
    public double Measure(Access[] accesses, int threads, TimeSpan time) => measure(accesses, threads, time);

    public static Contender Of<TPeer>(string name, TPeer peer, EntryKey[] entries)
        where TPeer : struct, IPeer<EntryKey, EntryValue>
    {
        foreach (ref readonly var key in entries.AsSpan())
            peer.Set(in key, EntryValue.Of(in key));
        return new Contender(name, (accesses, threads, time) => Measure(peer, accesses, threads, time));
    }

    private static double Measure<TPeer>(TPeer peer, Access[] accesses, int threads, TimeSpan time)
        where TPeer : struct, IPeer<EntryKey, EntryValue>
    {
        using var crew = new Crew(threads);
        long done = 0;
        long begin = Stopwatch.GetTimestamp();
        crew.Run(member =>
        {
            var own = peer.ForThisThread();
            int at = accesses.Length / Chunk / threads * member * Chunk;
            long mine = 0;
            for (; Stopwatch.GetElapsedTime(begin) < time; mine += Chunk)
            {
                Loops.Mix(own, accesses.AsSpan(at, Chunk));
                at = (at + Chunk) % accesses.Length;
            }

            Interlocked.Add(ref done, mine);
        });
        return done / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}
