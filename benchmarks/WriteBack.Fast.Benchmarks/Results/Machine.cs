using System.Globalization;
using System.Runtime.InteropServices;

namespace WriteBack.Fast.Benchmarks.Results;

/// <summary>Where and when something was measured, for whoever reads it later.</summary>
internal static class Machine
{
    private const string ProcessorFacts = "/proc/cpuinfo";
    private const string ModelName = "model name";

    public static string Today => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores of {Processor}; {RuntimeInformation.OSDescription}; "
        + $"{RuntimeInformation.FrameworkDescription}; {DateTime.UtcNow:d MMMM yyyy}");

    private static string Processor
    {
        get
        {
            string? named = File.Exists(ProcessorFacts)
                ? File.ReadLines(ProcessorFacts).FirstOrDefault(static line => line.StartsWith(ModelName, StringComparison.Ordinal))
                : null;
            return named?[(named.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        }
    }
}
