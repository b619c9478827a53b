namespace Dagstack.Extensions.Shared;

/// <summary>Makes the nodes of a tree while its text is read, keeps the limits of the tree, and says what is wrong in words of its own.</summary>
internal abstract class TreeBuilder<TNode>
    where TNode : class
{
    /// <summary>Gets the number of keys and indices on the way to the value that is being read.</summary>
    public abstract int Depth { get; }

    /// <summary>Goes on to the value of a key, which stands at this place.</summary>
    public abstract void Enter(string key, int line, int column);

    /// <summary>Goes on to an item of a list.</summary>
    public abstract void Enter(int index);

    public abstract void Leave();

    public void LeaveTo(int depth)
    {
        while (Depth > depth)
        {
            Leave();
        }
    }

    /// <summary>Throws if a text is too long for a key, or no key for another reason.</summary>
    public abstract void CheckKey(string key, int line, int column);

    /// <summary>Throws if there are too many levels.</summary>
    public abstract void CheckDepth(int levels, int line, int column);

    /// <summary>Throws if a number is too long.</summary>
    public abstract void CheckNumber(int length, int line, int column);

    public abstract TNode Table(int line, int column);

    public abstract TNode List(int line, int column);

    public abstract TNode Text(string text, int line, int column);

    /// <summary>Makes a date or time of TOML, from its text as written.</summary>
    public abstract TNode Moment(string text, int line, int column);

    /// <param name="value">The number.</param>
    /// <param name="digits">Its text; null if it is not in decimal digits.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    public abstract TNode Integer(long value, string? digits, int line, int column);

    /// <summary>Reports a whole number of TOML, written in base 16, 8 or 2, that does not fit in 64 bits.</summary>
    public abstract void TooLarge(string number, int line, int column);

    /// <summary>Makes a whole number of JSON that does not fit in 64 bits.</summary>
    public abstract TNode LargeInteger(string digits, int line, int column);

    /// <param name="value">The number; infinite if its digits are those of a number that is too large.</param>
    /// <param name="digits">Its text; null if it is a word such as <c>inf</c>.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    public abstract TNode Float(double value, string? digits, int line, int column);

    public abstract TNode Boolean(bool value, int line, int column);

    public abstract TNode Null(int line, int column);

    public abstract TNode? Find(TNode table, string key);

    /// <returns>Whether the key was not there yet.</returns>
    public abstract bool TryAdd(TNode table, string key, TNode value);

    public abstract int Count(TNode list);

    public abstract TNode Last(TNode list);

    public abstract void Add(TNode list, TNode item);

    /// <summary>Reports a key that its table has already.</summary>
    public abstract void Duplicate(string key, int line, int column, TNode first);

    /// <summary>Reports what no table of TOML may be.</summary>
    /// <returns>The table in which reading goes on, unless it throws.</returns>
    public abstract TNode Refuse(in TomlConflict<TNode> conflict);

    /// <summary>Makes the error of a text that is not of its format.</summary>
    public abstract Exception Invalid(string reason, int line, int column);

    /// <summary>Makes the error of an escape that stands for half of a character.</summary>
    public abstract Exception HalfOfAPair(string reason, int line, int column);
}
