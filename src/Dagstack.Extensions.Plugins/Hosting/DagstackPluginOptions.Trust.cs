namespace Dagstack.Extensions.Plugins;

/// <content>Which plugins are trusted. See docs/supply-chain.md.</content>
public sealed partial class DagstackPluginOptions
{
    /// <summary>Gets a value indicating whether only locked plugins are loaded.</summary>
    internal bool IsLockRequired { get; private set; }

    /// <summary>Gets the lock files that were named; none for those in the roots.</summary>
    internal HashSet<string> LockPaths { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets a value indicating whether the audit log says the SHA-256 of each plugin that is loaded, though no lock is required.</summary>
    /// <remarks>All files of a plugin are read for it, each time that it starts.</remarks>
    /// <value>False by default; where <see cref="RequireLock"/> was called the hash is known, and said in any case.</value>
    public bool AuditHashes { get; set; }

    /// <summary>Lets only plugins in that a lock file names, in the version and with the very files that it says.</summary>
    /// <remarks>
    /// <para>
    /// Each plugin is copied into a folder that only this user can read, compared there, and loaded from there, whenever it starts or is reloaded. What is not locked or differs is
    /// <c>unavailable</c> with the code <see cref="PluginErrorCodes.LockMismatch"/>, and nothing of it is loaded. Plugins that are a part of the application, as objects, factories or classes of its
    /// assemblies, are as good as the application, and not asked.
    /// </para>
    /// <para>See §2 of the plugin contract, and docs/supply-chain.md.</para>
    /// </remarks>
    /// <param name="path">
    /// The lock file, which <c>dagstack lock</c> writes: a relative path is looked for under the host's content root, then under the application's base directory. Null by default, for the
    /// <c>plugins.lock.json</c> of each root; whoever may write the plugins may then write what they are compared with.
    /// </param>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    public DagstackPluginOptions RequireLock(string? path = null)
    {
        if (path is not null)
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            LockPaths.Add(path);
        }

        IsLockRequired = true;
        return this;
    }
}
