namespace Dagstack.Extensions.Plugins;

/// <summary>Makes the assembly of a module that a plugin's folder has in another form than a <c>.dll</c>, for the runtime <c>in_process</c>.</summary>
/// <remarks>
/// <para>
/// Of <c>entry_point = "plugin:LineChunker"</c> the module is <c>plugin</c>: the host takes <c>plugin.dll</c> where there is one, and asks its sources only where there is none. It loads
/// exactly the bytes that a source returns.
/// </para>
/// <para>A package registers one by <c>o.Services.TryAddEnumerable(ServiceDescriptor.Singleton&lt;PluginModuleSource, MySource&gt;())</c>. One object for each host, asked on any thread. See §1 of the plugin contract, and docs/internals.md.</para>
/// </remarks>
public abstract class PluginModuleSource
{
    /// <summary>Gets how the files end that it makes modules of, with the dot and in lower case, such as <c>.cs</c>.</summary>
    public abstract string Extension { get; }

    /// <summary>Looks at a plugin whose module it would make, before anything of it is read.</summary>
    /// <param name="plugin">The plugin, which has a folder and an entry point.</param>
    /// <returns>Why it cannot run; null by default: it can.</returns>
    public virtual PluginRefusal? Check(PluginDescription plugin) => null;

    /// <summary>Looks whether a file is there as a whole, and not being written.</summary>
    /// <param name="path">The full path of a file that ends with <see cref="Extension"/>.</param>
    /// <returns>What is missing, as the end of a sentence that has the file as its subject; null by default: it is whole, as far as one can tell.</returns>
    public virtual string? FindComplaint(string path) => null;

    /// <summary>Makes the assembly of a module.</summary>
    /// <remarks>It is asked whenever a plugin is looked at or started, so more than once for one content: what takes long is to be kept.</remarks>
    /// <param name="context">What it is made of.</param>
    /// <param name="cancellationToken">Cancelled when the start takes too long.</param>
    /// <returns>The assembly.</returns>
    /// <exception cref="PluginRegistryException">It cannot be made: the message is the reason that everybody sees.</exception>
    public abstract ValueTask<PluginModule> MakeAsync(PluginModuleContext context, CancellationToken cancellationToken);
}
