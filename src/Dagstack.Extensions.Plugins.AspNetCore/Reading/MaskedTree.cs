using System.Globalization;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Reads free tables of a manifest, without the values of what is named like a secret.</summary>
internal static class MaskedTree
{
    /// <summary>What a schema says of a property, whatever that is called.</summary>
    private static readonly HashSet<string> s_harmless = new(["type", "description", "title", "format"], StringComparer.Ordinal);

    /// <summary>What says in a table what its <c>value</c> is.</summary>
    private static readonly string[] s_names = ["name", "key", "header"];

    public static JsonObject Read(IReadOnlyDictionary<string, object?> table) => Read(table, isSecret: false);

    /// <summary>Reads a value that has no name.</summary>
    public static JsonNode? Read(object? value) => Read(value, isSecret: false);

    private static JsonObject Read(IReadOnlyDictionary<string, object?> table, bool isSecret)
    {
        var json = new JsonObject();
        var namesSecret = s_names.Any(name => table.TryGetValue(name, out var named) && named is string text && SecretWords.AreSecret(text));
        foreach (var (key, value) in table)
        {
            json[ShownText.Name(key)] = Read(value, (isSecret || (namesSecret && key is "value") || (SecretWords.AreSecret(key) && !(key is "key" && table.ContainsKey("value")))) && !s_harmless.Contains(key));
        }

        return json;
    }

    private static JsonNode? Read(object? value, bool isSecret) => value switch
    {
        null => null,
        IReadOnlyDictionary<string, object?> table => Read(table, isSecret),
        string when isSecret => SecretNames.Masked,
        string text => ShownText.Text(MaskedText.Text(text)),
        IEnumerable<object?> items when !isSecret && items.All(static item => item is string) => ManifestTables.List(MaskedArguments.Read(items.Cast<string>())),
        IEnumerable<object?> items => new JsonArray([.. items.Select(item => Read(item, isSecret))]),
        _ when isSecret => SecretNames.Masked,
        bool flag => flag,
        long number => number,
        int number => number,
        double number when double.IsFinite(number) => number,
        _ => ShownText.Text(Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty),
    };
}
