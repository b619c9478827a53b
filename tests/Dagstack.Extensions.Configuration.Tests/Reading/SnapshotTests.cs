using Dagstack.Extensions.Configuration.Reading;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Reading;

public sealed class SnapshotTests
{
    [Fact]
    public void Snapshot_Masks_WhatLooksSecretAndEverySecret()
    {
        var config = Configs.Yaml(
            "db: {password: hush, db_password: hush, host: h, ApiKey: hush, monkey: m, author: a, empty_token: \"\", no_token: ~, port_key: 12}\ncredentials: {user: hush, list: [hush, 1]}\nplain: ${secret:env:X}\nDB_PASSWORD: hush\n",
            ("X", "hush"));
        Assert.Equal(
            "{\"DB_PASSWORD\":\"[MASKED]\",\"credentials\":{\"list\":[\"[MASKED]\",\"[MASKED]\"],\"user\":\"[MASKED]\"},\"db\":{\"ApiKey\":\"[MASKED]\",\"author\":\"a\",\"db_password\":\"[MASKED]\",\"empty_token\":\"\",\"host\":\"h\",\"monkey\":\"m\",\"no_token\":null,\"password\":\"[MASKED]\",\"port_key\":\"[MASKED]\"},\"plain\":\"[MASKED]\"}",
            config.Snapshot());
        var audited = config.Snapshot(includeSecrets: true);
        Assert.Contains("\"plain\":\"hush\"", audited, StringComparison.Ordinal);
        Assert.Contains("\"password\":\"[MASKED]\"", audited, StringComparison.Ordinal);
        Assert.Equal("{\"password\":\"[MASKED]\"}", Configs.Yaml("password: ${secret:env:X}\n", ("X", "hush")).Snapshot(includeSecrets: true));
    }

    [Theory]
    [InlineData("secretary_email", false)]
    [InlineData("password_hash", true)]
    [InlineData("passwords", true)]
    [InlineData("passwordless", false)]
    [InlineData("OpenAIApiKey", true)]
    [InlineData("monkey", false)]
    [InlineData("tokenizer", false)]
    [InlineData("bearer-header", true)]
    public void Snapshot_Name_IsThatOfASecretByItsWords(string name, bool isMasked) =>
        Assert.Equal($"{{\"{name}\":\"{(isMasked ? "[MASKED]" : "x")}\"}}", Configs.Yaml($"{name}: x").Snapshot());

    [Fact]
    public void Canonical_Keys_AreInTheOrderOfUtf16()
    {
        var config = Configs.Json("{\"\\ud83d\\ude00\":1,\"\\uffee\":2,\"b\":3,\"a\":4,\"B\":5,\"aa\":6,\"\":7}");
        Assert.Equal("{\"\":7,\"B\":5,\"a\":4,\"aa\":6,\"b\":3,\"😀\":1,\"\uffee\":2}", config.ToCanonicalJson());
    }

    [Fact]
    public void Canonical_Strings_AreEscapedMinimally()
    {
        var config = Configs.Json("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\\u007f\\u00e9\\u2028<>&'\"}");
        Assert.Equal("{\"a\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007fé\u2028<>&'\"}", config.ToCanonicalJson());
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(1.5e-7, "1.5e-7")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1.5e21, "1.5e+21")]
    [InlineData(123456789012345680000d, "123456789012345680000")]
    [InlineData(9007199254740994, "9007199254740994")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(-333333333.3333333, "-333333333.3333333")]
    [InlineData(4.35, "4.35")]
    [InlineData(0.000035689, "0.000035689")]
    public void Canonical_Numbers_AreThoseOfEcmaScript(double value, string text) => Assert.Equal(text, JsonNumber.Text(value));
}
