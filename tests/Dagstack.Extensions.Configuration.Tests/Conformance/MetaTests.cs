using Dagstack.Extensions.Configuration.Errors;
using Dagstack.Extensions.Configuration.Tree;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Conformance;

/// <summary>What is written down in code as well as in the specification is the same.</summary>
public sealed class MetaTests
{
    [Fact]
    public void Reasons_Are_ThoseOfTheSpecification()
    {
        Assert.SkipWhen(ConformanceData.Root is null, ConformanceData.Absent);
        var reasons = ((ConfigList)Meta("error_reasons.yaml").Members["reasons"]).Items.Select(static reason => Text(((ConfigMap)reason).Members["value"]));
        Assert.Equal(reasons, Enum.GetValues<ConfigErrorReason>().Select(ConfigReasons.Text));
    }

    [Fact]
    public void SecretNames_Are_ThoseOfTheSpecification()
    {
        Assert.SkipWhen(ConformanceData.Root is null, ConformanceData.Absent);
        var patterns = Meta("secret_patterns.yaml");
        Assert.Equal(Texts(patterns, "suffixes"), SecretNames.Suffixes);
        Assert.Equal(Texts(patterns, "prefixes"), SecretNames.Prefixes);
        Assert.Equal(Texts(patterns, "exact"), SecretNames.Exact);
        Assert.Equal(SecretNames.Masked, Text(patterns.Members["masked_placeholder"]));
    }

    [Fact]
    public void SafeIntegers_Are_ThoseOfTheSpecification()
    {
        Assert.SkipWhen(ConformanceData.Root is null, ConformanceData.Absent);
        var coercion = Meta("coercion.yaml");
        Assert.Equal(SafeIntegers.Max, ((ConfigScalar)((ConfigMap)coercion.Members["json_source_normalisation"]).Members["safe_range_limit"]).Int64);
    }

    private static ConfigMap Meta(string file) => Trees.Read(File.ReadAllBytes(ConformanceData.Meta(file)), ConfigFormat.Yaml);

    private static IEnumerable<string> Texts(ConfigMap map, string key) => ((ConfigList)map.Members[key]).Items.Select(Text);

    private static string Text(ConfigNode node) => ((ConfigScalar)node).Text!;
}
