namespace Dagstack.Extensions.Plugins;

/// <content>Which plugins are trusted. See docs/supply-chain.md.</content>
public sealed partial class DagstackPluginOptions
{
    /// <summary>Gets a value indicating whether only locked plugins are loaded.</summary>
    internal bool IsLockRequired { get; private set; }

    /// <summary>Gets the lock files that were named; none for those in the roots.</summary>
    internal HashSet<string> LockPaths { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets a value indicating whether the audit log says of each plugin when it is loaded, serves, is reloaded or refused, with its SHA-256, its publisher and what asked for it.</summary>
    /// <remarks>All files of a plugin are read for its hash, each time that it starts. The category is <c>Dagstack.Extensions.Plugins.Audit</c>; see docs/supply-chain.md.</remarks>
    /// <value>Null by default: where <see cref="RequireLock"/> was called.</value>
    public bool? AuditLog { get; set; }

    /// <summary>Gets a value indicating whether the audit log is written.</summary>
    internal bool IsAudited => AuditLog ?? IsLockRequired;

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
