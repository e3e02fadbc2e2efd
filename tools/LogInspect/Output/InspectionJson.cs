using System.Text.Json;
using System.Text.Json.Serialization;
using WriteBack.Fast.LogInspect.Reading;

namespace WriteBack.Fast.LogInspect.Output;

/// <summary>What was found, for programs.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Inspection))]
internal sealed partial class InspectionJson : JsonSerializerContext
{
    public static string Of(Inspection inspection) => JsonSerializer.Serialize(inspection, Default.Inspection) + Environment.NewLine;
}
