using System.Text.RegularExpressions;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

public sealed class SecretNamesTests
{
    [Theory]
    [InlineData("ApiKey")]
    [InlineData("api_key")]
    [InlineData("API-KEY")]
    [InlineData("OPENAI_API_KEY")]
    [InlineData("apikey")]
    [InlineData("APIKey")]
    [InlineData("api_key2")]
    [InlineData("ApiKeys")]
    [InlineData("Password")]
    [InlineData("passwords")]
    [InlineData("PasswordHash")]
    [InlineData("pw")]
    [InlineData("token")]
    [InlineData("GitHubToken")]
    [InlineData("OAuthToken")]
    [InlineData("basic-auth")]
    [InlineData("bearer_header")]
    [InlineData("Secrets")]
    [InlineData("AwsCredentials")]
    public void IsSecret_NameOfASecret_IsTrue(string name) => Assert.True(SecretNames.IsSecret(name));

    [Theory]
    [InlineData("Monkey")]
    [InlineData("keyboard")]
    [InlineData("key")]
    [InlineData("max_tokens")]
    [InlineData("Tokenizer")]
    [InlineData("Author")]
    [InlineData("secretary")]
    [InlineData("KeySize")]
    [InlineData("turkey")]
    [InlineData("")]
    public void IsSecret_AnotherName_IsFalse(string name) => Assert.False(SecretNames.IsSecret(name));

    [Fact]
    public void Patterns_Specification_AreItsOwn()
    {
        var root = Environment.GetEnvironmentVariable("DAGSTACK_CONFORMANCE_DIR");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "DAGSTACK_CONFORMANCE_DIR is not set.");
        string[] places = ["_meta", "../_meta", "config-spec/_meta", "../config-spec/_meta"];
        var path = places.Select(place => Path.Combine(root!, place, "secret_patterns.yaml")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"{root} has no secret_patterns.yaml.");
        var text = File.ReadAllText(path!);

        Assert.Equal(List(text, "suffixes"), SecretNames.Suffixes);
        Assert.Equal(List(text, "prefixes"), SecretNames.Prefixes);
        Assert.Equal(List(text, "exact"), SecretNames.Exact);
        Assert.Contains($"masked_placeholder: \"{SecretNames.Masked}\"", text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> List(string yaml, string name) =>
        Regex.Match(yaml, $@"^{name}:\n((?:  - .*\n)+)", RegexOptions.Multiline).Groups[1].Value
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Trim()[2..]);
}
