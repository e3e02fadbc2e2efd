namespace WriteBack.Fast;

/// <summary>Learns what becomes of a log. Called on the log's thread, under no lock.</summary>
internal interface ILogListener
{
    /// <summary>Writes that met <see cref="WriteAheadLog.IsRefusing"/> may be tried again.</summary>
    void OnSpaceMade();

    /// <summary>There is another segment, or one less.</summary>
    void OnSegmentsChanged();

    /// <summary>The log has faulted.</summary>
    void OnFaulted();
}
