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

    /// <summary>Makes a text of YAML that has been through <see cref="Expand"/>, or a key that an anchor names.</summary>
    public virtual TNode Verbatim(string text, int line, int column) => Text(text, line, column);

    /// <summary>Replaces references in a scalar of YAML, before the type of one without quotes is found; nothing is replaced by default.</summary>
    /// <param name="text">The text, and what has become of it: the value made next has it.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    /// <returns>The value, if it is none of the core schema; otherwise null.</returns>
    public virtual TNode? Expand(ref string text, int line, int column) => null;

    /// <summary>Makes a date or time of TOML, from its text as written.</summary>
    public abstract TNode Moment(string text, int line, int column);

    /// <param name="value">The number.</param>
    /// <param name="digits">Its text; null if it is not in decimal digits.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    public abstract TNode Integer(long value, string? digits, int line, int column);

    /// <summary>Reports a whole number of TOML, written in base 16, 8 or 2, that does not fit in 64 bits.</summary>
    public abstract void TooLarge(string number, int line, int column);

    /// <summary>Makes a whole number of JSON or YAML that does not fit in 64 bits.</summary>
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

    /// <summary>Throws if an alias of YAML may not repeat a value here.</summary>
    /// <param name="alias">The alias, without its star.</param>
    /// <param name="node">The value.</param>
    /// <param name="height">The number of levels below the value.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    public virtual void CheckAlias(string alias, TNode node, int height, int line, int column) => CheckDepth(Depth + height, line, column);

    /// <summary>Makes the error of a key <c>&lt;&lt;</c> of YAML.</summary>
    public virtual Exception MergeKey(int line, int column) =>
        Fault("'<<' merges mappings in YAML 1.1 only, and this is YAML 1.2. Write the keys out, or quote the key if it is one.", line, column);

    /// <summary>Makes the error of YAML that is not read here, from a message that says what to do.</summary>
    public virtual Exception Fault(string message, int line, int column) => Invalid(message.TrimEnd('.'), line, column);

    /// <summary>Makes the error of a text that is not of its format.</summary>
    public abstract Exception Invalid(string reason, int line, int column);

    /// <summary>Makes the error of an escape that stands for half of a character.</summary>
    public abstract Exception HalfOfAPair(string reason, int line, int column);
}
