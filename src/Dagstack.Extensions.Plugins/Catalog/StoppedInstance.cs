using Dagstack.Extensions.Plugins.Files;

namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>What is known of an instance that has ended, or could not be ended, without holding anything of it.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Generation">Which instance it was.</param>
/// <param name="Copy">The copy that it was loaded from; null if there is none.</param>
/// <param name="Remains">What its runtime follows until nothing is left; null if nothing is.</param>
/// <param name="Instance">What stands for the instance itself.</param>
internal sealed record StoppedInstance(PluginId Plugin, int Generation, ShadowCopy? Copy, PluginRemains? Remains, WeakReference Instance)
{
    /// <summary>Gets a value indicating whether it could not be stopped in its time, and is still there.</summary>
    public bool IsLeaked { get; init; }

    /// <summary>Gets what may keep it in memory; empty as long as that is not known.</summary>
    public IReadOnlyList<PluginUnloadHint> Hints { get; init; } = [];

    /// <summary>Gets what went wrong, as text; null if nothing did.</summary>
    public string? Fault { get; init; }

    /// <summary>Gets a value indicating whether everything was released, as far as the plugin says.</summary>
    public bool Released { get; init; }

    /// <summary>Tells whether anything of it is still there. If its runtime cannot say, the instance itself stands for it.</summary>
    public bool IsAlive()
    {
        try
        {
            return Remains is { } remains ? remains.IsAlive : Instance.IsAlive;
        }
        catch (Exception)
        {
            return Instance.IsAlive;
        }
    }

    /// <summary>Lets it go as far as that can be done at once. If its runtime cannot, it is still there for whoever looks.</summary>
    public void Collect()
    {
        try
        {
            Remains?.Collect();
        }
        catch (Exception)
        {
            // Not what anybody waits for, and followed anyway, which tells what is wrong.
        }
    }
}
