using Dagstack.Extensions.Plugins;

namespace Dispatch;

/// <summary>All plugins are told, at the same time; nothing comes back, and what one throws is logged.</summary>
[PluginKind("listener")]
public interface IListener
{
    [Hook(DispatchClass.BroadcastNotify)]
    void OnSaved(string path);
}

[Plugin("listener", "counter")]
public sealed class Counter : IListener
{
    private int _saved;

    public int Saved => _saved;

    public void OnSaved(string path) => Interlocked.Increment(ref _saved);
}

[Plugin("listener", "history")]
public sealed class History : IListener
{
    public void OnSaved(string path) => Console.WriteLine($"broadcast_notify: {path} was saved");
}

public sealed class NotifyProgram(IPlugins<IListener> listeners)
{
    public Task RunAsync() => listeners.OnSaved("notes.md");
}
