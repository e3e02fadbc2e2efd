using System.Globalization;

namespace WriteBack.Fast.Benchmarks.Peers;

/// <summary>Keys for the caches whose keys are strings: made at each call, as their users have to.</summary>
internal static class TextKey
{
    public static string Of(in EntryKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.Tenant:x}:{key.Id:x}");
}
