using System.Collections.Concurrent;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

/// <summary>Plugins given in code, whose starts hang when a test says so, until it lets them go on.</summary>
internal sealed class HangingPlugins
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _held = new();
    private readonly ConcurrentDictionary<string, bool> _failing = new();
    private readonly ConcurrentDictionary<string, int> _setups = new();

    /// <summary>Makes a plugin that these hold.</summary>
    public object Make(string name) => new CodePlugin
    {
        OnSetup = async token =>
        {
            _setups.AddOrUpdate(name, 1, static (_, count) => count + 1);
            if (_held.TryGetValue(name, out var held))
            {
                await held.Task.WaitAsync(token);
            }

            if (_failing.ContainsKey(name))
            {
                throw new InvalidOperationException("not yet");
            }
        },
    };

    public void Hold(string name) => _held[name] = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release(string name)
    {
        if (_held.TryRemove(name, out var held))
        {
            held.SetResult();
        }
    }

    public void Fail(string name) => _failing[name] = true;

    public void Mend(string name) => _failing.TryRemove(name, out _);

    /// <summary>Gets how many setups of a plugin have begun.</summary>
    public int SetupsOf(string name) => _setups.GetValueOrDefault(name);

    public static PluginManifest Manifest(string name, params string[] dependsOn) => new()
    {
        Id = new("greeter", name),
        StartupTimeout = Timeout.InfiniteTimeSpan,
        DependsOn = [.. dependsOn.Select(static other => new PluginDependency(other))],
    };
}
