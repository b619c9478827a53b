using System.Text.Json;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Conformance;

/// <summary>The names that logs of dagstack mask are the names that are masked here.</summary>
public sealed class RedactionTests
{
    private const string Masked = "***";

    [Fact]
    public void Names_OfTheLoggersFixtures_AreMaskedAsThere()
    {
        Assert.SkipWhen(LoggerData.Root is null, LoggerData.Absent);
        var cases = LoggerData.Fixture("redaction_extra_suffixes.json").GetProperty("cases").EnumerateArray().ToList();
        Assert.NotEmpty(cases);
        foreach (var one in cases)
        {
            var settings = one.GetProperty("config").GetProperty("redaction");
            var extra = settings.GetProperty("extra_suffixes").EnumerateArray().Select(static suffix => suffix.GetString()!).ToList();
            var replaces = settings.TryGetProperty("replace_defaults", out var flag) && flag.GetBoolean();
            var masked = Names(one.GetProperty("input"), one.GetProperty("expected")).ToList();
            Assert.NotEmpty(masked);
            Assert.All(masked, pair => Assert.True(
                pair.Masked == (SecretNames.HasSuffix(pair.Name, extra) || (!replaces && SecretNames.IsSecret(pair.Name))),
                $"{one.GetProperty("name")}: {pair.Name}"));
        }
    }

    // Every name of the input, and whether what is expected has a mask in the place of its value.
    private static IEnumerable<(string Name, bool Masked)> Names(JsonElement input, JsonElement expected) => input.ValueKind switch
    {
        JsonValueKind.Object => input.EnumerateObject().SelectMany(member => expected.GetProperty(member.Name) is var other && member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array
            ? [(member.Name, false), .. Names(member.Value, other)]
            : new[] { (member.Name, other.ValueKind == JsonValueKind.String && other.GetString() == Masked) }),
        JsonValueKind.Array => input.EnumerateArray().Zip(expected.EnumerateArray()).SelectMany(static pair => Names(pair.First, pair.Second)),
        _ => [],
    };
}
