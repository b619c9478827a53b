using System.Text.Encodings.Web;
using System.Text.Json;
using Dagstack.Extensions.Plugins.Mcp.Settings;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Settings;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("s3cr3t-4711", "a s3cr3t-4711 b", "a *** b")]
    [InlineData("s3cr3t-4711", "s3cr3t-4711s3cr3t-4711", "******")]
    [InlineData("s3cr3t-4711", "s3cr3t-471", "s3cr3t-471")]
    [InlineData("short", "short", "short")]
    [InlineData("aaaaaa", "xaaaaaaaay", "x***y")]
    [InlineData("a line\nother one\n", "a line, then other one", "***, then ***")]
    [InlineData("a line\nother one\n", "a line other one", "***")]
    [InlineData("a line\\nother one", "other one", "***")]
    [InlineData("quote\"back\\slash/é", """{"a":"quote\"back\\slash/\u00e9"}""", """{"a":"***"}""")]
    [InlineData("quote\"back\\slash/é", """{"a":"quote\"back\\slash\/\u00E9"}""", """{"a":"***"}""")]
    [InlineData("quote\"back\\slash/é", """{"a":"quote\"back\\slash/é"}""", """{"a":"***"}""")]
    [InlineData("under\\u00E9nder", "under\\\\u00E9nder", "***")]
    public void Apply_Secret_IsTakenOutAsItIsWritten(string secret, string text, string expected)
    {
        var mask = new SecretMask();
        mask.Add(secret);

        Assert.Equal(expected, mask.Apply(text));
    }

    [Theory]
    [InlineData("pass+word&<>'\"é😀")]
    [InlineData("tab\tand\u0001control")]
    public void Apply_JsonOfEveryEncoder_HasNoSecret(string secret)
    {
        var mask = new SecretMask();
        mask.Add(secret);

        foreach (var encoder in new[] { JavaScriptEncoder.Default, JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
        {
            var json = $"\"{JsonEncodedText.Encode(secret, encoder)}\"";
            Assert.Equal("\"***\"", mask.Apply(json));
        }
    }

    [Fact]
    public void Apply_SecretsWithinAndAcrossOthers_AreTakenOutWhole()
    {
        var mask = new SecretMask();
        mask.Add("hunter-22");
        mask.Add("pg://u:hunter-22@h");
        mask.Add("22@host-name");

        Assert.Equal("to *** and ***", mask.Apply("to pg://u:hunter-22@h and hunter-22"));
        Assert.Equal("***!", mask.Apply("hunter-22@host-name!"));
    }

    [Theory]
    [InlineData("so s3cr3t-of-m", "so ***")]
    [InlineData("of-mine-1 then", "*** then")]
    [InlineData("s3cr3t-of-mine-1", "***")]
    [InlineData("so s3cr3", "so s3cr3")]
    [InlineData("s3cr3t-", "***")]
    [InlineData("s3cr3t-of s3cr3t-of-", "s3cr3t-of ***")]
    public void ApplyToPart_SecretThatWasCut_IsTakenOut(string text, string expected)
    {
        var mask = new SecretMask();
        mask.Add("s3cr3t-of-mine-1");

        Assert.Equal(expected, mask.ApplyToPart(text));
    }
}
