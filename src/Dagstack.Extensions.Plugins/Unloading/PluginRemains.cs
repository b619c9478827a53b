using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Plugins;

/// <summary>What is known of an instance that has ended, without holding anything of it.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Generation">Which instance it was.</param>
/// <param name="Context">Its load context; null if it had none of its own, or one that stays.</param>
/// <param name="Instance">What stands for the instance itself.</param>
/// <param name="Copy">The copy that it was loaded from; null if there is none.</param>
/// <param name="EntryPath">Its entry assembly; null if it is not loaded from a file of its own.</param>
internal sealed record PluginRemains(PluginId Plugin, int Generation, WeakReference? Context, WeakReference Instance, ShadowCopy? Copy, string? EntryPath)
{
    public bool IsAlive => Context is { IsAlive: true };

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static PluginRemains Of(PluginId plugin, int generation, PluginActivation activation) => new(
        plugin,
        generation,
        activation.LoadContext is { IsCollectible: true } context ? new WeakReference(context) : null,
        new WeakReference(activation),
        activation.Copy,
        activation.LoadContext?.EntryPath);
}
