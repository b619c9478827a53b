using System.Globalization;

namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Reads the value of a key by the type that its row in the table of fields gives; what does not fit becomes a problem.</summary>
/// <param name="plugin">The table that all of them are in.</param>
internal sealed class ManifestFieldReader(ManifestTable plugin)
{
    public const string ExpectedName = "lower case letters, digits, '_' and '-', beginning with a letter or digit";

    /// <summary>Gets the range that was read last, so that nobody has to take its text apart again.</summary>
    public VersionRange? Range { get; private set; }

    /// <summary>Reads a value that is there.</summary>
    /// <returns>The value, in the type of the model's property; null if it is wrong.</returns>
    public object? Read(ManifestTable table, ManifestField field, ManifestNode node) => field.Type switch
    {
        ManifestFieldType.Text => table.Text(field.Key),
        ManifestFieldType.Texts => table.TextsOf(node, table.PathOf(field.Key)),
        ManifestFieldType.Flag => table.Flag(field.Key),
        ManifestFieldType.Number => table.Number(field.Key, 0, int.MaxValue, "a whole number, 0 or more"),
        ManifestFieldType.Seconds => table.Seconds(field.Key),
        ManifestFieldType.Duration => Duration(table, field, node),
        ManifestFieldType.Choice => table.OneOf(field.Key, field.Choices),
        ManifestFieldType.Table => table.Table(field.Key, field.Fields) is { } inner ? ReadTable(inner, field.Fields) : null,
        ManifestFieldType.TextMap => table.TextMap(field.Key),
        ManifestFieldType.FreeTable => table.TableNode(field.Key)?.ToPlainTable(),
        ManifestFieldType.Version => Version(table, field, node),
        ManifestFieldType.VersionRange => CoreVersion(table, field, node),
        ManifestFieldType.Name => Name(table, field, node),
        ManifestFieldType.Runtimes => Runtimes(table, field, node),
        ManifestFieldType.EntryPoint => EntryPoint(table, field, node),
        ManifestFieldType.Dependencies => DependencyReader.Read(table, field, node),
        ManifestFieldType.Address => Address(table, field, node),
        ManifestFieldType.Command => Command(table, field, node),
        ManifestFieldType.CommandLine => node.Kind == ManifestNodeKind.String ? CommandWords(table, field, node) : Command(table, field, node),
        _ => null,
    };

    /// <summary>Tells whether a key need not be there, since another one is.</summary>
    public bool IsReplaced(ManifestField field) => field.Unless is { } other && plugin.Find(other) is not null;

    /// <summary>Reports a key that must be there and is not.</summary>
    public static void Missing(ManifestTable table, ManifestField field)
    {
        var words = table.Words;
        var (example, expected) = (words.Key(field.Key, field.Example!), Expected(field.Type));
        if (field.Type == ManifestFieldType.Table)
        {
            var key = field.Fields.Fields.First(static inner => inner.IsRequired).Key;
            (example, expected) = ($"{words.Table} {words.Header(table.PathOf(field.Key))} with {words.Key(key, field.Example!)}", $"{words.Table} with the key {key}");
        }

        table.Missing(field.Key, string.Format(CultureInfo.InvariantCulture, field.Advice!, example), expected);
    }

    private static string Expected(ManifestFieldType type) => type switch
    {
        ManifestFieldType.Version => "a version such as \"1\" or \"1.0.0\"",
        ManifestFieldType.VersionRange => "a range such as \">=0.2.0,<1.0.0\" or \"^0.2\"",
        ManifestFieldType.Name => ExpectedName,
        ManifestFieldType.Runtimes => "in_process, mcp_stdio or mcp_http, or an array of these",
        ManifestFieldType.EntryPoint => "\"module:Class\"",
        ManifestFieldType.Address => "an absolute http or https address",
        ManifestFieldType.Command => "an array with the program and its arguments",
        _ => "a value",
    };

    private ManifestValues ReadTable(ManifestTable table, ManifestFieldSet fields)
    {
        var values = new ManifestValues();
        foreach (var field in fields.Fields)
        {
            if (table.Find(field.Key) is { } node)
            {
                values[field.Key] = Read(table, field, node);
            }
            else if (field.IsRequired && !IsReplaced(field))
            {
                Missing(table, field);
            }
        }

        return values;
    }

    private static string? Version(ManifestTable table, ManifestField field, ManifestNode node)
    {
        var text = table.Text(field.Key, Expected(field.Type));
        if (text is null || PluginVersion.TryParse(text) is not null)
        {
            return text;
        }

        table.Wrong(table.PathOf(field.Key), node, Expected(field.Type));
        return null;
    }

    private string? CoreVersion(ManifestTable table, ManifestField field, ManifestNode node)
    {
        if (table.Text(field.Key, Expected(field.Type)) is not { } text)
        {
            return null;
        }

        if (VersionRange.TryParse(text, out var range, out var error))
        {
            Range = range;
            return text;
        }

        table.Wrong(table.PathOf(field.Key), node, Expected(field.Type), $"It cannot be read: {Excerpt.Cut(error, 200)}.");
        return null;
    }

    private static string? Name(ManifestTable table, ManifestField field, ManifestNode node)
    {
        var text = table.Text(field.Key);
        if (text is null || PluginId.IsValidPart(text))
        {
            return text;
        }

        table.Wrong(table.PathOf(field.Key), node, ExpectedName);
        return null;
    }

    private static IReadOnlyList<string>? Runtimes(ManifestTable table, ManifestField field, ManifestNode node)
    {
        switch (node)
        {
            case { Kind: ManifestNodeKind.String, Text.Length: > 0 }:
                return [node.Text];
            case { Kind: ManifestNodeKind.Array, Items.Count: > 0 }:
                return table.TextsOf(node, table.PathOf(field.Key));
            default:
                table.Wrong(table.PathOf(field.Key), node, Expected(field.Type));
                return null;
        }
    }

    private static PluginEntryPoint? EntryPoint(ManifestTable table, ManifestField field, ManifestNode node)
    {
        string? error = null;
        var entryPoint = table.Text(field.Key, Expected(field.Type)) is { } text ? EntryPointRule.TryParse(text, out error) : null;
        if (error is not null)
        {
            var (found, expected) = (Excerpt.Of(node.Text), Expected(field.Type));
            table.Report(field.Key, node, $"is \"{found}\": it {error}. Expected {expected}, such as \"plugin:FixedChunker\".", found, expected);
        }

        return entryPoint;
    }

    /// <summary>Reads an address. One with references is a text, since nothing is known of it yet.</summary>
    private static object? Address(ManifestTable table, ManifestField field, ManifestNode node)
    {
        var text = table.Text(field.Key, Expected(field.Type));
        if (text is null || ManifestReferences.AreIn(text))
        {
            return text;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0)
        {
            return url;
        }

        table.Wrong(table.PathOf(field.Key), node, Expected(field.Type));
        return null;
    }

    private static IReadOnlyList<string>? Command(ManifestTable table, ManifestField field, ManifestNode node)
    {
        if (node is { Kind: ManifestNodeKind.Array, Items.Count: 0 })
        {
            table.Wrong(table.PathOf(field.Key), node, Expected(ManifestFieldType.Command));
            return null;
        }

        if (node is { Kind: ManifestNodeKind.String, Text: var line } && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } words && !line.Contains('"', StringComparison.Ordinal))
        {
            // No shell reads it: what a person writes as one line is several texts.
            table.Wrong(table.PathOf(field.Key), node, "an array of strings", $"Write [{string.Join(", ", words.Select(static word => $"\"{Excerpt.Of(word)}\""))}].");
            return null;
        }

        return table.TextsOf(node, table.PathOf(field.Key), isCommand: true);
    }

    private static System.Collections.ObjectModel.ReadOnlyCollection<string>? CommandWords(ManifestTable table, ManifestField field, ManifestNode node)
    {
        var words = node.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 0)
        {
            return words.AsReadOnly();
        }

        table.Wrong(table.PathOf(field.Key), node, "a program and its arguments");
        return null;
    }

    private static TimeSpan? Duration(ManifestTable table, ManifestField field, ManifestNode node)
    {
        var seconds = node.Kind == ManifestNodeKind.Float ? node.Float : node.Kind == ManifestNodeKind.Integer ? node.Integer : double.NaN;
        if (seconds is > 0 and <= uint.MaxValue)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        table.Wrong(table.PathOf(field.Key), node, "a number of seconds above 0");
        return null;
    }
}
