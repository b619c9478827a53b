namespace Dagstack.Extensions.Plugins.Scripts.Hosting;

/// <summary>What was made last of a plugin's file, or is being made: a plugin is looked at before it is started, and compiled once for both.</summary>
/// <param name="key">What it was made of.</param>
/// <param name="module">The module, or why there is none.</param>
/// <param name="isFromCache">Whether it was kept on disk.</param>
internal sealed class MadeScript(byte[] key, Task<PluginModule> module, bool isFromCache)
{
    public Task<PluginModule> Module => module;

    /// <summary>Tells whether it is what would be made now. What failed for another reason than its content is tried again.</summary>
    public bool IsOf(byte[] wanted, bool bypassCache) =>
        key.AsSpan().SequenceEqual(wanted) && !(bypassCache && isFromCache) && (!module.IsFaulted || module.Exception!.InnerException is PluginLoadException);
}
