namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>What is left of an instance whose code is to leave the process.</summary>
internal sealed class CodeRemains : PluginRemains
{
    // Assigned in a constructor: a captured parameter would hold the context.
    private readonly WeakReference _context;
    private readonly EntryModule _entry;
    private readonly UnloadCheck _unload;

    public CodeRemains(PluginLoadContext code, UnloadCheck unload) =>
        (_context, _entry, _unload) = (new(code), code.Entry, unload);

    public override bool IsAlive => _context.IsAlive;

    public override ValueTask<PluginUnload> FollowAsync() => _unload.RunAsync(_context, _entry);

    public override void Collect() => UnloadCheck.Collect();
}
