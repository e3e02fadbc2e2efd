using System.IO.Compression;
using System.Runtime.InteropServices;

namespace WriteBack.Fast.Benchmarks.HitRatio;

/// <summary>The keys that were asked for, in their order.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Keys">The keys.</param>
/// <param name="IsWrite">For each, whether it was written; empty where the trace does not say.</param>
internal sealed record Trace(string Name, uint[] Keys, bool[] IsWrite)
{
    private const string KeysEnding = ".u32.gz";
    private const string WritesEnding = ".ops.gz";

    /// <summary>Traces of a folder: little-endian numbers, and one byte for each where 1 is a write; both compressed.</summary>
    public static IEnumerable<string> NamesIn(string folder) => Directory.EnumerateFiles(folder, "*" + KeysEnding)
        .Select(static file => Path.GetFileName(file)[..^KeysEnding.Length])
        .Order(StringComparer.Ordinal);

    public static Trace Load(string folder, string name)
    {
        uint[] keys = MemoryMarshal.Cast<byte, uint>(Unzip(Path.Combine(folder, name + KeysEnding))).ToArray();
        string writes = Path.Combine(folder, name + WritesEnding);
        return new Trace(name, keys, File.Exists(writes) ? [.. Unzip(writes).Select(static operation => operation == 1)] : []);
    }

    /// <summary>The capacities to try: those that a table beside the traces names, else parts of the distinct keys.</summary>
    public int[] Capacities(string folder)
    {
        string table = Path.Combine(folder, "hit-ratios.tsv");
        if (File.Exists(table))
        {
            int[] named = [.. File.ReadLines(table).Select(static line => line.Split('\t')).Where(cells => cells[0] == Name).Select(static cells => int.Parse(cells[1], null))];
            if (named.Length > 0)
                return named;
        }

        int distinct = Keys.Distinct().Count();
        return [Math.Max(1, distinct / 100), Math.Max(1, distinct / 20), Math.Max(1, distinct / 5)];
    }

    private static byte[] Unzip(string path)
    {
        using var zipped = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zipped.CopyTo(bytes);
        return bytes.ToArray();
    }
}
