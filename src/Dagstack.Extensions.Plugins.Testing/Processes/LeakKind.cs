namespace Dagstack.Extensions.Plugins.Testing.Processes;

/// <summary>What a plugin can leave behind.</summary>
internal enum LeakKind
{
    Teardown,
    File,
    Socket,
    Process,
    Thread,
    Timer,
    TempFile,
    LoadContext,
}
