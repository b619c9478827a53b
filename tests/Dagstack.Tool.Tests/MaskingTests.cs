using Dagstack.Extensions.Plugins.Tests;
using Dagstack.Tool.Settings;

namespace Dagstack.Tool.Tests;

/// <summary>What <c>config show</c> takes for a secret, and what it does not.</summary>
public sealed class MaskingTests
{
    [Theory]
    [InlineData("amqp://:p@host")]
    [InlineData("redis://me:p@cache:6379")]
    [InlineData("postgres://me:pa/ss@db/x")]
    [InlineData("https://token@github.com/x")]
    [InlineData("Server=db;Password=p")]
    [InlineData("Server=db; Pwd = p")]
    [InlineData("Endpoint=sb://x/;SharedAccessKeyName=a;SharedAccessKey=p")]
    [InlineData("localhost:6379,ssl=True,password=p")]
    [InlineData("host=db user=me password=p")]
    [InlineData("https://x.example/blob?sv=1&sig=p")]
    [InlineData("https://x.example/?access_token=p")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----")]
    [InlineData("Bearer eyJhbGciOi.J9")]
    [InlineData("Basic dXNlcjpw")]
    [InlineData("Authorization: Bearer p")]
    [InlineData("X-Api-Key: p")]
    [InlineData("{\"password\":\"p\"}")]
    [InlineData("{ \"user\": \"me\", \"apiKey\" : \"p\" }")]
    [InlineData("{\\\"password\\\":\\\"p\\\"}")]
    [InlineData("tool --user me --password p")]
    [InlineData("--password=p")]
    public void Text_WithASecret_IsMasked(string value) => Assert.Equal(("[MASKED]", true), Masking.Show("x", value));

    [Theory]
    [InlineData("")]
    [InlineData("a=b")]
    [InlineData("http://host:8080/a@b")]
    [InlineData("mailto:me@host")]
    [InlineData("ssh://git@host/x.git")]
    [InlineData("Server=db;Timeout=3")]
    [InlineData("localhost:6379,ssl=True,allowAdmin=false")]
    [InlineData("https://x.example/?sv=1&page=2")]
    [InlineData("{\"user\":\"me\",\"max_size\":3}")]
    [InlineData("x => x.Key == 3")]
    [InlineData("System.String, System.Private.CoreLib, Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e")]
    [InlineData("a basic text about a bearer")]
    [InlineData("tool --user me --verbose")]
    public void Text_WithoutASecret_IsShown(string value) => Assert.Equal((value, false), Masking.Show("x", value));

    [Theory]
    [InlineData("pwd")]
    [InlineData("db:pass")]
    [InlineData("DbPass")]
    [InlineData("ssl_passphrase")]
    [InlineData("credential")]
    [InlineData("aws:credentials:user")]
    [InlineData("headers:Authorization")]
    [InlineData("proxy-authorization")]
    [InlineData("tokens:0")]
    [InlineData("signing_keys:0")]
    [InlineData("ApiKeys:partner")]
    [InlineData("passwords")]
    public void Name_OfASecret_MasksItsValue(string key) => Assert.Equal(("[MASKED]", true), Masking.Show(key, "x"));

    [Theory]
    [InlineData("max_tokens", "4096")]
    [InlineData("use_tokens", "true")]
    [InlineData("bypass", "x")]
    [InlineData("monkeys:0", "x")]
    [InlineData("author", "x")]
    public void Name_OfNoSecret_ShowsItsValue(string key, string value) => Assert.Equal((value, false), Masking.Show(key, value));

    [Fact]
    public async Task Show_ArgumentsOfACommand_MasksWhatFollowsTheOptionOfASecret()
    {
        using var folder = new TempFolder();
        folder.Write("appsettings.json", """{ "args": ["--user", "me", "--password", "hidden", "--verbose", "--api-key", "hidden"] }""");

        var ran = await DagstackProcess.RunAsync(folder.Path, "config", "show");

        Assert.Equal((0, string.Empty), (ran.ExitCode, ran.Error));
        Assert.DoesNotContain("hidden", ran.Output, StringComparison.Ordinal);
        Assert.Equal(2, ran.Output.Split("[MASKED]").Length - 1);
        Assert.Contains("--verbose", ran.Output, StringComparison.Ordinal);
    }
}
