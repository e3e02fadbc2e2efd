using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace WriteBack.Fast;

/// <summary>Lets OpenTelemetry collect what caches measure.</summary>
public static class WriteBackTelemetryExtensions
{
    private const string Name = "WriteBack.Fast";

    /// <summary>Collects the meter of all caches of the process.</summary>
    public static MeterProviderBuilder AddWriteBackInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(Name);
    }

    /// <summary>Collects an activity for each call of a store by a flush.</summary>
    public static TracerProviderBuilder AddWriteBackInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(Name);
    }
}
