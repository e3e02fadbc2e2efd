namespace WriteBack.Fast;

/// <summary>A file of a <see cref="ISegmentDirectory"/>. Not thread-safe.</summary>
internal interface ISegmentFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads as much as there is.</summary>
    /// <returns>How many bytes.</returns>
    int Read(Span<byte> buffer, long offset);

    void Write(ReadOnlySpan<byte> bytes, long offset);

    void SetLength(long length);

    /// <summary>Brings the content to stable storage.</summary>
    void Sync();
}
