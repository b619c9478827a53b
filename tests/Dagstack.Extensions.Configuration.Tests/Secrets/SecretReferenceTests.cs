using Dagstack.Extensions.Configuration.Interpolation;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Secrets;

/// <summary>The grammar of <c>_meta/secret_ref_grammar.yaml</c>.</summary>
public sealed class SecretReferenceTests
{
    [Theory]
    [InlineData("env:A", "env|A||-|-")]
    [InlineData("vault:secret/data/db", "vault|secret/data/db||-|-")]
    [InlineData("vault_2:a:b:c", "vault_2|a:b:c||-|-")]
    [InlineData("vault:db?version=3", "vault|db|version=3|-|-")]
    [InlineData("vault:db#user", "vault|db||user|-")]
    [InlineData("vault:db:-fallback", "vault|db||-|fallback")]
    [InlineData("vault:db?version=3&x=y#user:-fall back", "vault|db|version=3,x=y|user|fall back")]
    [InlineData("vault:db:-", "vault|db||-|")]
    [InlineData("vault:db:-a:-b#c?d", "vault|db||-|a:-b#c?d")]
    [InlineData("vault:a??b", "vault|a?b||-|-")]
    [InlineData("vault:a##b#f", "vault|a#b||f|-")]
    [InlineData("vault:a::-b:-d", "vault|a:-b||-|d")]
    [InlineData("vault:a???v=1", "vault|a?|v=1|-|-")]
    [InlineData("vault:a###f", "vault|a#||f|-")]
    [InlineData("vault:a?k=%26%3D%7D%23%25é", "vault|a|k=&=}#%é|-|-")]
    [InlineData("vault:a?k=", "vault|a|k=|-|-")]
    [InlineData("vault:a#f?x&y=z", "vault|a||f?x&y=z|-")]
    [InlineData("vault:a$b", "vault|a$b||-|-")]
    public void Parse_Reference_HasItsParts(string inner, string expected)
    {
        var reference = Parse(inner).Secret!;
        var query = string.Join(',', reference.Query.Select(static pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal(expected, $"{reference.Scheme}|{reference.Path}|{query}|{reference.Field ?? "-"}|{reference.Default ?? "-"}");
    }

    [Theory]
    [InlineData("no_colon", "there is no ':' between scheme and path")]
    [InlineData("-x", "there is no ':' between scheme and path")]
    [InlineData("Vault:a", "the scheme 'Vault' has to begin with a small letter")]
    [InlineData(":a", "the scheme ''")]
    [InlineData("1v:a", "the scheme '1v'")]
    [InlineData("v-2:a", "the scheme 'v-2'")]
    [InlineData("env:", "the path is empty")]
    [InlineData("env::-x", "the path is empty")]
    [InlineData("env:#f", "the path is empty")]
    [InlineData("vault:a#", "the field after '#' is empty")]
    [InlineData("vault:a#:-d", "the field after '#' is empty")]
    [InlineData("vault:a?", "the query after '?' is written key=value")]
    [InlineData("vault:a?v", "the query after '?' is written key=value")]
    [InlineData("vault:a?V=1", "the query after '?' is written key=value")]
    [InlineData("vault:a?v=1&", "the query after '?' is written key=value")]
    [InlineData("vault:a?v=1&v=2", "the query has 'v' twice")]
    [InlineData("vault:a?v=1=2", "is not percent-encoded")]
    [InlineData("vault:a?v=%2", "is not percent-encoded")]
    [InlineData("vault:a?v=%zz", "is not percent-encoded")]
    [InlineData("env:${A", "a reference in a reference is not read")]
    public void Parse_NotAReference_SaysWhy(string inner, string error)
    {
        var result = Parse(inner);
        Assert.Contains(error, result.Error, StringComparison.Ordinal);
        Assert.Contains("Write ${secret:scheme:path?query#field:-default}", result.Error, StringComparison.Ordinal);
        Assert.Equal(ConfigErrorReason.ParseError, result.Reason);
    }

    [Fact]
    public void ToString_WithDefault_DoesNotShowIt()
    {
        Assert.Equal("${secret:vault:a?v=1#f:-…}", Parse("vault:a?v=1#f:-hush").Secret!.ToString());
        Assert.DoesNotContain("hush", Parse("Vault:a:-hush").Error, StringComparison.Ordinal);
    }

    private static Expansion Parse(string inner) => new Interpolator(static _ => null).Expand($"${{secret:{inner}}}");
}
