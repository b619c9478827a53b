using Dagstack.Extensions.Plugins.AspNetCore.Reading;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Reading;

public sealed class MaskedTextTests
{
    [Theory]
    [InlineData("--header", "Authorization: Bearer hunter2")]
    [InlineData("--header", "hunter2")]
    [InlineData("--header=X-Team: hunter2")]
    [InlineData("-H", "X-Team:hunter2")]
    [InlineData("-HX-Team: hunter2")]
    [InlineData("X-Team: hunter2")]
    [InlineData("Authorization:hunter2")]
    [InlineData("--auth", "hunter2")]
    [InlineData("--key", "hunter2")]
    [InlineData("--passphrase", "hunter2")]
    [InlineData("--credential", "hunter2")]
    [InlineData("--credentials=hunter2")]
    [InlineData("/password:hunter2")]
    [InlineData("--env=API_KEY=hunter2")]
    [InlineData("-e", "API_KEY=hunter2")]
    [InlineData("-u", "ada:hunter2")]
    [InlineData("--user=ada:hunter2")]
    [InlineData("--data", "password=hunter2&size=3")]
    [InlineData("--set", "size=3 password=hunter2")]
    [InlineData("export TOKEN=\"hunter2 hunter2\"")]
    [InlineData("--db", "Server=db;User Id=ada;Password=hunter 2 hunter2;Timeout=3")]
    [InlineData("{\"size\": 3, \"token\":\"hunter2\"}")]
    [InlineData("note: and the token: hunter2")]
    public void Arguments_WithASecret_DoNotShowIt(params string[] command)
    {
        var shown = string.Join(' ', MaskedArguments.Read(["run", .. command, "--size", "3"]));

        Assert.DoesNotContain("hunter", shown, StringComparison.Ordinal);
        Assert.Contains("[MASKED]", shown, StringComparison.Ordinal);
        Assert.StartsWith("run ", shown, StringComparison.Ordinal);
        Assert.EndsWith(" --size 3", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("python3", "-u", "server.py", "--port", "8080")]
    [InlineData("npx", "-y", "@scope/server@1.2.3", "/home/ada/notes")]
    [InlineData("docker", "run", "-e", "MODE=fast", "image:latest", "--url=https://example.org/a/b#part")]
    [InlineData("https://registry.example.org/@scope/server")]
    public void Arguments_WithoutASecret_AreShown(params string[] command) => Assert.Equal(command, MaskedArguments.Read(command));

    [Theory]
    [InlineData("https://ada:hun/ter2@example.org/a", "https://[MASKED]@example.org/a")]
    [InlineData("https://ada:hun?ter2@example.org/a", "https://[MASKED]@example.org/a")]
    [InlineData("https://ada:hun#ter2@example.org/a", "https://[MASKED]@example.org/a")]
    [InlineData("https://ada:hun@ter2@example.org/a", "https://[MASKED]@example.org/a")]
    [InlineData("https://ada:hunter2/@example.org/a", "https://[MASKED]@example.org/a")]
    [InlineData("https://example.org/#access_token=hunter2", "https://example.org/#[MASKED]")]
    [InlineData("https://example.org/?sig=hunter2#top", "https://example.org/?[MASKED]")]
    [InlineData("https://example.org/a#top", "https://example.org/a#top")]
    [InlineData("see https://ada:hunter2@one.example/ and https://ada:hunter2@two.example/?a=b", "see https://[MASKED]@one.example/ and https://[MASKED]@two.example/?[MASKED]")]
    [InlineData("see https://one.example/?a=hunter2 or https://two.example/b", "see https://one.example/?[MASKED] or https://two.example/b")]
    [InlineData("https://ada:hunter2@one.example/ https://ada:hunter2@two.example/", "https://[MASKED]@two.example/")]
    public void Text_WithAddresses_HidesWhatMayBeSecret(string text, string shown) => Assert.Equal(shown, MaskedText.Text(text));

    [Theory]
    [InlineData("Basic chunking: cuts texts, key by key")]
    [InlineData("a == b; size=3")]
    public void Text_WithoutASecret_IsShown(string text) => Assert.Equal(text, MaskedText.Text(text));

    [Theory]
    [InlineData("Authorization")]
    [InlineData("authorization_header", false)]
    [InlineData("cookie")]
    [InlineData("Cookies")]
    [InlineData("connection_string")]
    [InlineData("ConnectionStrings")]
    [InlineData("DefaultConnectionString")]
    [InlineData("connectionstring")]
    [InlineData("primary_connection_string_2")]
    [InlineData("monkey", false)]
    [InlineData("partition_key", false)]
    public void Table_AName_IsThatOfASecretOrNot(string name, bool isSecret = true) =>
        Assert.Equal(isSecret ? "[MASKED]" : "hunter2", MaskedTree.Read(new Dictionary<string, object?> { [name] = "hunter2" })[name]!.GetValue<string>());

    [Fact]
    public void Table_OfPairsAndCommandLines_HidesValues()
    {
        var shown = MaskedTree.Read(new Dictionary<string, object?>
        {
            ["headers"] = new List<object?> { new Dictionary<string, object?> { ["key"] = "Authorization", ["value"] = "hunter2" }, new Dictionary<string, object?> { ["name"] = "Accept", ["value"] = "text/plain" } },
            ["args"] = new List<object?> { "--password", "hunter2", "-v" },
            ["note"] = "curl with Bearer hunter2",
        }).ToJsonString();

        Assert.DoesNotContain("hunter2", shown, StringComparison.Ordinal);
        Assert.All(["Authorization", "text/plain", "-v"], text => Assert.Contains(text, shown, StringComparison.Ordinal));
    }

    [Fact]
    public void Text_OfAMegabyte_IsReadInOneGo()
    {
        Assert.Equal(1_000_000, MaskedText.Text(new string('a', 1_000_000)).Length);
        Assert.Contains("[MASKED]", MaskedText.Text(string.Concat(Enumerable.Repeat("a: b=", 100_000)) + "password: hunter2"), StringComparison.Ordinal);
    }
}
