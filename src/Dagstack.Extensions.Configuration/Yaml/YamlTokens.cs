using Dagstack.Extensions.Configuration.Files;
using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace Dagstack.Extensions.Configuration.Yaml;

/// <summary>The scanner's tokens, one at a time.</summary>
internal sealed class YamlTokens
{
    private readonly Scanner _scanner;
    private readonly OldBreaks _breaks;
    private readonly string _text;
    private readonly ReadContext _context;

    public YamlTokens(string text, ReadContext context)
    {
        _breaks = new(text);
        _text = _breaks.Hide(text);
        _scanner = new(new StringReader(_text), skipComments: true);
        _context = context;
        Next();
    }

    public Token Current { get; private set; } = null!;

    public int Line => Math.Max(1, (int)Current.Start.Line);

    public int Column => Math.Max(1, (int)Current.Start.Column);

    /// <summary>Gets what a token says as it stands in the text.</summary>
    public string Show(string value) => _breaks.Show(value);

    public void Next()
    {
        if (Current is StreamEnd || !_scanner.MoveNext())
        {
            throw new InvalidOperationException("the tokens end early");
        }

        Current = _scanner.Current!;
        if (Current is Error error)
        {
            throw _context.Invalid(error.Value.TrimEnd('.'), Line, Column);
        }
    }

    public ReadFault Unexpected(string within, string expected) => _context.Invalid($"while parsing {within}, did not find {expected}{YamlErrors.Hint(_text, Line)}", Line, Column);
}
