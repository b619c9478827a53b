using System.Globalization;
using Dagstack.Extensions.Orchestration.Diagnostics;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Orchestration.Hosting;

/// <summary>Reads settings by their names, in any spelling, and says everything that is wrong with them at once.</summary>
/// <param name="logger">Told of keys that nobody knows.</param>
internal sealed class SettingsReader(ILogger logger)
{
    public List<string> Problems { get; } = [];

    /// <summary>Reads a section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="settings">What takes the text of each setting, and says what was expected if it is not that.</param>
    /// <param name="sections">What reads the sections in it.</param>
    public void Read(IConfigurationSection section, IReadOnlyDictionary<string, Func<string, string?>> settings, IReadOnlyDictionary<string, Action<IConfigurationSection>> sections)
    {
        foreach (var child in section.GetChildren())
        {
            if (NameOf(child.Key, sections.Keys) is { } inner)
            {
                sections[inner](child);
            }
            else if (NameOf(child.Key, settings.Keys) is not { } name)
            {
                logger.UnknownSetting(child.Path, NearNames.Find(child.Key, settings.Keys.Concat(sections.Keys)) is { } near ? $" Did you mean '{near}'?" : string.Empty);
            }
            else if (child.Value is { Length: > 0 } value && settings[name](value) is { } expected)
            {
                Problems.Add($"{child.Path} is '{Excerpt.Of(value)}'. It is {expected}.");
            }
        }
    }

    /// <summary>Returns what reads the sections of plugins: <c>defaults</c>, and <c>plugins:kind:name</c>.</summary>
    public Dictionary<string, Action<IConfigurationSection>> Plugins(OrchestrationOptions options) => new(StringComparer.Ordinal)
    {
        ["defaults"] = section => Read(section, SettingsOf(options.Defaults), s_none),
        ["plugins"] = section =>
        {
            foreach (var plugin in section.GetChildren().SelectMany(static kind => kind.GetChildren().Select(name => (Id: $"{kind.Key}:{name.Key}", Section: name))))
            {
                if (PluginId.TryParse(plugin.Id, out _))
                {
                    Read(plugin.Section, SettingsOf(options.OfPlugin(plugin.Id)), s_none);
                }
                else
                {
                    Problems.Add($"{plugin.Section.Path} names no plugin: '{Excerpt.Of(plugin.Id)}' is not of the form kind:name in lower-case letters, digits, '_' and '-'.");
                }
            }
        },
    };

    public static Func<string, string?> Whole(Action<int> set) => text =>
    {
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return "a whole number, such as 16";
        }

        set(value);
        return null;
    };

    public static Func<string, string?> Span(Action<TimeSpan> set) => text =>
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds)
        {
            set(TimeSpan.FromSeconds(seconds));
            return null;
        }

        if (!TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value))
        {
            return "a number of seconds, such as 90, or a time span, such as 7.00:00:00 for seven days";
        }

        set(value);
        return null;
    };

    private static readonly Dictionary<string, Action<IConfigurationSection>> s_none = [];

    private static string? NameOf(string key, IEnumerable<string> names)
    {
        var all = names.ToArray();
        return Array.Find(all, name => name == key) ?? Array.Find(all, name => FoldedName.Matches(key, name));
    }

    private static Dictionary<string, Func<string, string?>> SettingsOf(UnitPluginOptions options) => new(StringComparer.Ordinal)
    {
        ["max_attempts"] = Whole(value => options.MaxAttempts = value),
        ["retry_delay"] = Span(value => options.RetryDelay = value),
        ["max_retry_delay"] = Span(value => options.MaxRetryDelay = value),
        ["timeout"] = Span(value => options.Timeout = value),
        ["on_failure"] = text =>
        {
            if (!Enum.TryParse<UnitFailureMode>(text, ignoreCase: true, out var mode) || !Enum.IsDefined(mode))
            {
                return "'continue' or 'halt'";
            }

            options.OnFailure = mode;
            return null;
        },
    };
}
