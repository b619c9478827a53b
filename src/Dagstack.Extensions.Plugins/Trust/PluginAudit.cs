using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Manifests;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.Trust;

/// <summary>Tells whoever is responsible for what runs: what is loaded, by whom, with which content, and who asked.</summary>
/// <param name="logger">The log of the category <see cref="AuditLog.Category"/>.</param>
/// <param name="isOn">Whether each load, activation, reload and refusal is said. What is declared, untrusted or not covered is in any case.</param>
internal sealed class PluginAudit(ILogger logger, bool isOn)
{
    private readonly ConcurrentDictionary<(PluginId, string), bool> _said = new();

    /// <summary>Says, before anything of a plugin is loaded, that it will be.</summary>
    public void Loading(PluginDefinition plugin, string? sha256, AskedBy askedBy)
    {
        if (isOn)
        {
            logger.PluginLoading(plugin.Manifest!.Id, Version(plugin.Manifest), PublisherOf(plugin), plugin.Source.Path, plugin.Runtime.Name, Hash(sha256), NameOf(askedBy));
        }
    }

    /// <summary>Says that an instance serves.</summary>
    public void Activated(PluginEntry entry, string? sha256, AskedBy askedBy)
    {
        if (isOn)
        {
            logger.PluginActivated(entry.Manifest!.Id, Version(entry.Manifest), PublisherOf(entry.Definition), entry.Status.Generation, Hash(sha256), NameOf(askedBy));
        }
    }

    /// <summary>Says what came of a reload.</summary>
    public void Reloaded(PluginEntry entry, PluginReload reload, AskedBy askedBy)
    {
        if (isOn)
        {
            logger.PluginReloadAudited(reload.Plugin, Version(entry.Manifest), PublisherOf(entry.Definition), reload.Outcome.ToString(), reload.Generation, Hash(entry.Activation?.Sha256), NameOf(askedBy));
        }
    }

    /// <summary>Says that the application made a plugin the active one of its kind.</summary>
    /// <param name="entry">The plugin.</param>
    /// <param name="before">What was active, and by what.</param>
    public void ActiveChanged(PluginEntry entry, ActivePlugin before)
    {
        if (isOn)
        {
            logger.ActiveChangeAudited(entry.Source.Id!.Value, Version(entry.Manifest), PublisherOf(entry.Definition), NameOf(AskedBy.Api), before.ToString());
        }
    }

    /// <summary>Says that a plugin was not let in, or could not be.</summary>
    public void Refused(PluginDefinition plugin, string? sha256, string? code, string? reason, AskedBy askedBy)
    {
        if (isOn)
        {
            logger.PluginRefused(plugin.Manifest!.Id, Version(plugin.Manifest), PublisherOf(plugin), plugin.Source.Path, code, Hash(sha256), NameOf(askedBy), reason);
        }
    }

    /// <summary>Says what a plugin declares, and who says to have published it, once for each version of that.</summary>
    public void Declared(PluginDefinition plugin)
    {
        if (plugin.Source.IsOfApplication)
        {
            return;
        }

        var manifest = plugin.Manifest!;
        if (manifest.Capabilities.Count > 0 && IsNew(manifest.Id, "capabilities " + string.Join(',', manifest.Capabilities)))
        {
            var (security, others) = SecurityWords.Split(manifest.Capabilities);
            logger.CapabilitiesDeclared(manifest.Id, security, others);
        }

        if (plugin.IsUntrusted && IsNew(manifest.Id, $"publisher {Publisher.Of(manifest)}"))
        {
            logger.PublisherUntrusted(manifest.Id, PublisherOf(manifest));
        }
    }

    /// <summary>Says, once, what a lock file cannot cover of a plugin.</summary>
    public void NotCovered(PluginId plugin, string what)
    {
        if (IsNew(plugin, what))
        {
            logger.LockDoesNotCover(plugin, what);
        }
    }

    private static string PublisherOf(PluginDefinition plugin) =>
        plugin.Source.IsOfApplication ? "the application" : PublisherOf(plugin.Manifest);

    private static string PublisherOf(PluginManifest? manifest) => Publisher.Of(manifest) is { } publisher ? Excerpt.Of(publisher) : "nobody";

    private static string Version(PluginManifest? manifest) => manifest?.Version ?? "(no version)";

    private static string Hash(string? sha256) => sha256 ?? "not computed";

    private bool IsNew(PluginId plugin, string what) => _said.TryAdd((plugin, what), true);

    private static string NameOf(AskedBy askedBy) => askedBy switch
    {
        AskedBy.Start => "start",
        AskedBy.Watch => "watch",
        AskedBy.Retry => "retry",
        _ => "API",
    };
}
