namespace WriteBack.Fast.Tests.Model;

/// <summary>An update that tells what it found.</summary>
internal sealed class Probe(long number)
{
    public Mark Before { get; private set; }

    public Mark Made => new(number, Before.Number);

    public static void Update(ref Mark value, Probe probe)
    {
        probe.Before = value;
        value = probe.Made;
    }
}
