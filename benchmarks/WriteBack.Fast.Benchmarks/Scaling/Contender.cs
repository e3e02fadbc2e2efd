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

    // The other processors are kept busy: how fast one runs often depends on whether the others do, by its clock, or on a
    // virtual machine by its neighbours. What remains is what the threads do to each other.
    private static double Measure<TPeer>(TPeer peer, Access[] accesses, int threads, TimeSpan time)
        where TPeer : struct, IPeer<EntryKey, EntryValue>
    {
        using var crew = new Crew(Math.Max(threads, Environment.ProcessorCount));
        long done = 0;
        long begin = Stopwatch.GetTimestamp();
        crew.Run(member =>
        {
            if (member < threads)
                Interlocked.Add(ref done, Work(peer, accesses, accesses.Length / Chunk / threads * member * Chunk, begin, time));
            else
                Spin(begin, time);
        });
        return done / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private static long Work<TPeer>(TPeer peer, Access[] accesses, int from, long begin, TimeSpan time)
        where TPeer : struct, IPeer<EntryKey, EntryValue>
    {
        var own = peer.ForThisThread();
        long done = 0;
        for (int at = from; Stopwatch.GetElapsedTime(begin) < time; at = (at + Chunk) % accesses.Length)
        {
            Loops.Mix(own, accesses.AsSpan(at, Chunk), begin + from + done);
            done += Chunk;
        }

        return done;
    }

    private static void Spin(long begin, TimeSpan time)
    {
        while (Stopwatch.GetElapsedTime(begin) < time)
        {
        }
    }
}
