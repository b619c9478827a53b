using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Shared;

public sealed class ExcerptTests
{
    [Theory]
    [InlineData("plain text, é and 😀", "plain text, é and 😀")]
    [InlineData("a\u001b[2Jb", "a\\u001B[2Jb")]
    [InlineData("two\r\nlines", "two\\u000D\\u000Alines")]
    [InlineData("\u202eturned", "\\u202Eturned")]
    [InlineData("\u2028", "\\u2028")]
    [InlineData("\U000e0001", "\\U000E0001")]
    public void Printable_Text_HasNothingThatActsOnATerminal(string text, string shown)
    {
        Assert.Equal(shown, Excerpt.Printable(text));
        Assert.Equal(shown == text, Excerpt.IsPrintable(text));
    }

    [Fact]
    public void Printable_HalfOfAPair_IsEscaped() => Assert.Equal("a\\uD83Db\\uDE00", Excerpt.Printable("a\ud83db\ude00"));

    [Theory]
    [InlineData("12345678", "12345678")]
    [InlineData("123456789", "12345...")]
    [InlineData("1234😀789", "1234...")]
    public void Cut_LongText_EndsInDotsAndCutsNoCharacter(string text, string shown) => Assert.Equal(shown, Excerpt.Cut(text, 8));
}
