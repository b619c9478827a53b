using System.Text.Json;
using System.Text.Json.Nodes;
using Dagstack.Extensions.Plugins.Hookspecs.Payloads;

namespace Dagstack.Extensions.Plugins.Hookspecs.Markdown;

/// <summary>Finds a value that fits a schema.</summary>
internal static class PayloadExample
{
    private const int Options = 4;

    /// <summary>Finds a value: one with all fields, or with those that have to be there, or with other ones of several alternatives.</summary>
    /// <returns>The value; null if none was found, or the schema has a keyword that cannot be checked.</returns>
    public static JsonElement? Find(PayloadFile file)
    {
        var schema = PayloadSchema.Read(file.Schema);
        if (schema.Problems.Count > 0)
        {
            return null;
        }

        foreach (var option in Enumerable.Range(0, Options))
        {
            foreach (var whole in (ReadOnlySpan<bool>)[true, false])
            {
                var value = JsonSerializer.SerializeToElement(new ExampleMaker(file.Schema, whole, option).Make());
                if (schema.Check(value).Count == 0)
                {
                    return value;
                }
            }
        }

        return null;
    }
}
