namespace WriteBack.Fast;

/// <summary>Receives the events of a log. Called on the log's thread, under no lock.</summary>
internal interface ILogListener
{
    /// <summary>Writes refused because of <see cref="WriteAheadLog.IsRefusing"/> may be tried again.</summary>
    void OnSpaceMade();

    /// <summary>A segment was added or deleted.</summary>
    void OnSegmentsChanged();

    /// <summary>The log has faulted.</summary>
    void OnFaulted();
}
