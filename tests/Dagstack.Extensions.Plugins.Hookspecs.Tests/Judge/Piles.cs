using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Judge;

/// <summary>Values of a schema: those that fit it and those that do not, by the checker of the host. The same for the same schema.</summary>
internal sealed class Piles
{
    private const int Size = 200;

    /// <summary>How many tries in vain are enough.</summary>
    private const int Patience = 12_000;

    private const int Seed = 20_12;

    private static readonly ConcurrentDictionary<string, Lazy<Piles>> s_known = new(StringComparer.Ordinal);

    private readonly Dictionary<string, JsonElement> _valid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _invalid = new(StringComparer.Ordinal);

    private Piles()
    {
    }

    public IReadOnlyCollection<JsonElement> Valid => _valid.Values;

    public IReadOnlyCollection<JsonElement> Invalid => _invalid.Values;

    /// <summary>Gets the values that fit, and after them the others.</summary>
    public IEnumerable<JsonElement> All => Valid.Concat(Invalid);

    /// <summary>Gets the keywords of the schema that no value breaks by itself.</summary>
    public IReadOnlyList<string> Unbroken { get; private set; } = [];

    /// <summary>Gets the piles of a schema, which are filled once.</summary>
    public static Piles For(Hookspec kind, HookspecPayload payload) => s_known.GetOrAdd($"{kind.Kind}/{payload.File}", _ => new(() => Of(payload.Schema))).Value;

    /// <summary>Fills the piles: 200 different values each, fewer where the schema does not have as many, and more where a keyword is not broken by then.</summary>
    private static Piles Of(JsonElement schema)
    {
        var piles = new Piles();
        var random = new Random(Seed);
        var maker = new ValueMaker(schema, random);
        var changer = new ValueChanger(schema, maker, random);
        var check = PayloadSchema.Read(schema);
        var unbroken = Relaxed.Of(schema).ToList();
        JsonElement? last = null;
        for (int tries = 0, success = 0; tries < success + Patience && (piles._valid.Count < Size || piles._invalid.Count < Size || unbroken.Count > 0); tries++)
        {
            var made = last is { } known && tries % 4 > 0 ? changer.Change(JsonNode.Parse(known.GetRawText())) : maker.Make();
            var value = JsonElement.Parse(made?.ToJsonString() ?? "null");
            if (check.Check(value).Count == 0)
            {
                last = tries % 4 == 0 || last is null ? value : last;
                success = piles._valid.Count < Size && piles._valid.TryAdd(value.GetRawText(), value) ? tries : success;
                continue;
            }

            var breaks = unbroken.RemoveAll(relaxed => relaxed.Schema.Check(value).Count == 0) > 0;
            success = breaks ? tries : success;
            if (breaks || piles._invalid.Count < Size)
            {
                piles._invalid.TryAdd(value.GetRawText(), value);
            }
        }

        piles.Unbroken = [.. unbroken.Select(static relaxed => relaxed.Keyword)];
        return piles;
    }
}
